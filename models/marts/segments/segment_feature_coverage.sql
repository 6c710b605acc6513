-- depends_on: {{ ref('segment_definitions') }}, {{ ref('segment_rules') }}
-- depends_on: {{ ref('segment_overrides') }}, {{ ref('static_lists') }}
{% set read = features_of_segments() %}
{% set features = read | map(attribute='feature_name') | unique | sort | list %}

with

rule_features as (

    select * from {{ ref('rule_features') }}

),

features_read as (

    {{ literal_rows(read, {
        'segment_id': dbt.type_string(), 'feature_name': dbt.type_string(),
    }) }}

),

-- all features in one scan
counted as (

    {{ known_counts(features, 'rule_features') }}

),

listed as (

    {{ known_rows(features, 'counted') }}

),

shared as (

    select
        features_read.segment_id,
        features_read.feature_name,
        {{ rounded_ratio('listed.known_count', 'nullif(listed.contact_count, 0)') }}
            as known_share

    from features_read

    inner join listed
        on features_read.feature_name = listed.feature_name

)

select * from shared
