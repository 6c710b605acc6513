-- A row that staging can use is in the conformed layer, once; but for the rows of
-- erased persons, which are in the conformed layer never.
-- depends_on: {{ ref('int_erasures__listed') }}
{% set erasures = execute and has_tombstones(ref('int_erasures__listed')) %}
with

counted as (

    {% for entity in source_feeds() if entity not in ('joined_tables', 'erasure_requests') %}
    {% for model in staged_models(entity) %}

    select
        '{{ entity }}' as entity,
        count(*) as usable_rows,
        0 as conformed_rows

    from {{ ref(model) }}

    where
        rejection is null
        {% set condition = erased_condition(
            ref('int_erasures__listed'),
            adapter.get_columns_in_relation(ref(model))
            | map(attribute='name') | map('lower') | list
        ) if erasures else '' %}
        {{ 'and not (' ~ condition ~ ')' if condition }}

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
