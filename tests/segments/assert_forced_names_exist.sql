-- A name to let through (FORCE, variable `force`) that is none.
with

publication_comparisons as (

    select * from {{ ref('publication_comparisons') }}

),

forced as (

    {% for name in forced_names() %}

    select {{ text_literal(name) }} as forced_name

    {{ 'union all' if not loop.last }}

    {% else %}

    {{ no_rows({'forced_name': dbt.type_string()}) }}

    {% endfor %}

),

unknown as (

    select
        'FORCE names ' || {{ sorted_list('forced.forced_name', ', ') }}
        || '. It takes the id of a published segment, or a source such as '
        || 'csv/orders.' as message

    from forced

    left join publication_comparisons
        on forced.forced_name = publication_comparisons.counted_name

    where publication_comparisons.counted_name is null

)

select message

from unknown

where {{ stop_with('message') }}
