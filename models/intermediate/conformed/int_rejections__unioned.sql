{#
    What is wrong with the raw rows: lines of files that are no rows, rejected
    rows, and optional values that could not be read, unpacked from what
    read_source packed.
#}
{% set models = [] %}
{% for entity in source_feeds() %}
{% for model in staged_models(entity) %}
{% do models.append(model) if model not in models %}
{% endfor %}
{% endfor %}

with

unreadable_lines as (

    select * from {{ ref('stg_files__unreadable_lines') }}

),

packed as (

    {% for model in models %}

    select
        source_system,
        source_instance,
        '{{ model }}' as staging_model,
        source_row,
        record_id,
        rejection is not null as is_row_rejected,
        coalesce(rejection, bad_values) as entries

    from {{ ref(model) }}

    where coalesce(rejection, bad_values) is not null

    {{ 'union all' if not loop.last }}

    {% endfor %}

),

split as (

    select
        source_system,
        source_instance,
        staging_model,
        source_row,
        record_id,
        is_row_rejected,
        {{ split_to_rows('entries', 'chr(30)') }} as entry

    from packed

),

unioned as (

    select
        'staging' as stage,
        source_system,
        source_instance,
        {{ part_of('staging_model', "'__'", 2) }} as source_table,
        source_row,
        record_id,
        is_row_rejected,
        {{ part_of('entry', 'chr(31)', 1) }} as column_name,
        nullif({{ part_of('entry', 'chr(31)', 2) }}, '') as raw_value,
        {{ part_of('entry', 'chr(31)', 3) }} as reason

    from split

    where entry != ''

    union all

    select
        'file' as stage,
        source_system,
        cast('' as {{ dbt.type_string() }}) as source_instance,
        source_table,
        line_number as source_row,
        cast(null as {{ dbt.type_string() }}) as record_id,
        true as is_row_rejected,
        cast(null as {{ dbt.type_string() }}) as column_name,
        raw_line as raw_value,
        problem as reason

    from unreadable_lines

)

select * from unioned
