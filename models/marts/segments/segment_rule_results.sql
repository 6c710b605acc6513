-- Empty unless variables choose: explain_segments and, or else, explain_contacts
-- (lists of ids; no segments chosen: all published ones).
-- depends_on: {{ ref('segment_definitions') }}, {{ ref('segment_rules') }}
-- depends_on: {{ ref('segment_overrides') }}, {{ ref('static_lists') }}
-- depends_on: {{ ref('behaviours') }}, {{ ref('custom_attributes') }}
{% set segment_ids = var('explain_segments', []) %}
{% set contact_ids = var('explain_contacts', []) %}
{% set book = segment_book(also=segment_ids) %}

with

evaluated_0 as (

    select * from {{ ref('rule_features') }}

),

{{ evaluated_levels(book.levels) }}

chosen as ( -- noqa: ST03

    select *

    from evaluated_{{ book.levels | length }}

    where {{ is_chosen(segment_ids, contact_ids) }}

),

compared as (

    {{ rule_results(
        book.levels,
        segment_ids or book.segments | map(attribute='segment_id') | list,
        'chosen'
    ) }}

)

select
    {{ dbt.hash(
        "segment_id || '|' || contact_id || '|' || cast(rule_group as "
        ~ dbt.type_string() ~ ") || '|' || cast(condition_number as "
        ~ dbt.type_string() ~ ")"
    ) }} as rule_result_id,
    *

from compared
