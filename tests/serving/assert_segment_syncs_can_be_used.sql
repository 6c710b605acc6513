-- A line that cannot be followed stops the build and says what to write.
{% set known = [] %}
{% for feeds in source_feeds().values() %}
{% for system in feeds if system not in known %}
{% do known.append(system) %}
{% endfor %}
{% endfor %}
{% set choices = {
    'channel': ['email', 'sms', 'phone', 'post', 'ads'],
    'purpose': ['marketing', 'service', 'profiling', 'sale_of_data'],
    'records': ['all', 'primary'],
} %}

with

segment_syncs as (

    select
        coalesce(trim(segment_id), '') as segment_id,
        coalesce(trim(destination), '') as destination,
        coalesce(trim(instance), '') as instance,
        coalesce(trim(channel), '') as channel,
        coalesce(trim(purpose), '') as purpose,
        coalesce(trim(records), '') as records

    from {{ ref('segment_syncs') }}

    where coalesce(trim(segment_id), trim(destination)) is not null

),

segment_definitions as (

    select distinct trim(segment_id) as segment_id

    from {{ ref('segment_definitions') }}

),

problems as (

    select
        'segment_syncs.csv: segment ''' || segment_syncs.segment_id
        || ''' is not in segment_definitions.csv. Correct the name, or delete the line.'
            as message

    from segment_syncs

    left join segment_definitions
        on segment_syncs.segment_id = segment_definitions.segment_id

    where segment_definitions.segment_id is null

    union all

    select
        'segment_syncs.csv: destination of ' || segment_id || ' is '''
        || destination || '''. Write one of {{ known | sort | join(", ") }}.' as message

    from segment_syncs

    where
        destination not in (
            {%- for system in known %}
            '{{ system }}'{{ ',' if not loop.last }}
            {%- endfor %}
        )
    {%- for column, words in choices.items() %}

    union all

    select
        'segment_syncs.csv: {{ column }} of ' || segment_id || ' to '
        || destination || ' is ''' || {{ column }}
        || '''. Write one of {{ words | join(", ") }}.' as message

    from segment_syncs

    where
        {{ column }} not in (
            {%- for word in words %}
            '{{ word }}'{{ ',' if not loop.last }}
            {%- endfor %}
        )
    {%- endfor %}

    union all

    select
        'segment_syncs.csv: ' || segment_id || ' goes to ' || destination
        || ' more than once. Keep one of the lines.' as message

    from segment_syncs

    group by segment_id, destination, instance

    having count(*) > 1

),

listed as (

    select {{ sorted_list('message', '\n') }} as message

    from problems

)

select message

from listed

where {{ stop_with('message') }}
