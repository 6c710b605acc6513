-- depends_on: {{ ref('attribute_features') }}, {{ ref('behaviour_features') }}
{% set types = {
    'feature_name': dbt.type_string(),
    'attribute_name': dbt.type_string(),
    'kind': dbt.type_string(),
    'description': dbt.type_string(),
} %}

with

declared as (

    {{ literal_rows(attribute_features(), types) }}

)

select * from declared
