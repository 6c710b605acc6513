-- depends_on: {{ ref('behaviour_features') }}
{% set types = {
    'feature_name': dbt.type_string(),
    'activity_type': dbt.type_string(),
    'aggregation': dbt.type_string(),
    'window_days': 'integer',
    'is_detailed': dbt.type_boolean(),
    'description': dbt.type_string(),
} %}

with

declared as (

    {{ literal_rows(behaviour_features(), types) }}

)

select * from declared
