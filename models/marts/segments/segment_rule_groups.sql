-- depends_on: {{ ref('segment_definitions') }}, {{ ref('segment_rules') }}
-- depends_on: {{ ref('segment_overrides') }}, {{ ref('static_lists') }}
-- depends_on: {{ ref('behaviours') }}, {{ ref('custom_attributes') }}
{% set types = {
    'segment_id': dbt.type_string(),
    'rule_group': 'integer',
    'is_negated': dbt.type_boolean(),
    'condition_count': 'integer',
    'rule_in_words': dbt.type_string(),
} %}

with

compiled as (

    {{ literal_rows(segment_rule_groups(), types) }}

)

select * from compiled
