-- A row that staging can use is in the conformed layer, once.
with

counted as (

    {% for entity in source_feeds() if entity != 'joined_tables' %}
    {% for model in staged_models(entity) %}

    select
        '{{ entity }}' as entity,
        count(*) as usable_rows,
        0 as conformed_rows

    from {{ ref(model) }}

    where rejection is null

    union all

    {% endfor %}

    select
        '{{ entity }}' as entity,
        0 as usable_rows,
        count(*) as conformed_rows

    from {{ ref('int_' ~ entity ~ '__unioned') }}

    {{ 'union all' if not loop.last }}

    {% endfor %}

)

select
    entity,
    sum(usable_rows) as usable_row_count,
    sum(conformed_rows) as conformed_row_count

from counted

group by entity

having sum(usable_rows) != sum(conformed_rows)
