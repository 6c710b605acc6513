-- Limits that there are, for things that can be named, as numbers, each once.
with

publication_limits as (

    select
        lower(trim(limit_name)) as limit_name,
        lower(trim(applies_to)) as applies_to,
        limit_value,
        {{ parse_number('limit_value') }} as limit_number

    from {{ ref('publication_limits') }}

),

problems as (

    select
        'publication_limits.csv: there is no limit '''
        || coalesce(limit_name, '') || '''. Use '
        || '{{ publication_limit_names() | join(", ") }}.' as message

    from publication_limits

    where
        coalesce(limit_name, '')
        not in (
            {%- for name in publication_limit_names() %}
            '{{ name }}'{{ ',' if not loop.last }}
            {%- endfor %}
        )

    {% for name, meaning in publication_limit_names().items() %}

    union all

    select
        'publication_limits.csv: {{ name }} of '
        || coalesce(applies_to, 'all') || ' is ''' || limit_value
        || '''. Write {{ meaning }}.' as message

    from publication_limits

    where
        limit_name = '{{ name }}'
        and limit_value is not null
        and coalesce(limit_number, -1) < 0

    {% endfor %}

    union all

    select
        'publication_limits.csv: ' || limit_name || ' of '
        || coalesce(applies_to, 'all') || ' is there more than once. Delete '
        || 'all lines of it but one.' as message

    from publication_limits

    where limit_name is not null

    group by
        limit_name,
        applies_to

    having count(*) > 1

),

listed as (

    select {{ sorted_list('message', '\n') }} as message

    from problems

)

select message

from listed

where {{ stop_with('message') }}
