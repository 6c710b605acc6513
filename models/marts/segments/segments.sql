-- depends_on: {{ ref('segment_definitions') }}, {{ ref('segment_rules') }}
-- depends_on: {{ ref('segment_overrides') }}, {{ ref('static_lists') }}
-- depends_on: {{ ref('behaviours') }}, {{ ref('custom_attributes') }}
{% set types = {
    'segment_id': dbt.type_string(),
    'segment_name': dbt.type_string(),
    'goal': dbt.type_string(),
    'owner': dbt.type_string(),
    'action': dbt.type_string(),
    'channel': dbt.type_string(),
    'purpose': dbt.type_string(),
    'message': dbt.type_string(),
    'exclusive_group': dbt.type_string(),
    'priority': 'integer',
    'member_limit': 'integer',
    'holdout_share': type_money(),
    'holdout_salt': dbt.type_string(),
    'holdout_hash_below': dbt.type_string(),
    'minimum_size': 'integer',
    'maximum_size': 'integer',
    'maximum_change': type_money(),
    'on_breach': dbt.type_string(),
    'valid_from': 'date',
    'valid_to': 'date',
    'reviewed_on': 'date',
    'review_every_days': 'integer',
    'rules_in_words': dbt.type_string(),
    'has_permission_rule': dbt.type_boolean(),
    'definition_hash': dbt.type_string(),
} %}

with

defined as (

    {{ literal_rows(segment_book().segments, types) }}

),

completed as (

    select
        segment_id,
        segment_name,
        goal,
        owner,
        action,
        channel,
        purpose,
        message,
        exclusive_group,
        priority,
        member_limit,
        coalesce(holdout_share, 0) as holdout_share,
        coalesce(holdout_salt, segment_id) as holdout_salt,
        holdout_hash_below,
        minimum_size,
        maximum_size,
        maximum_change,
        coalesce(on_breach, 'warn') as on_breach,
        valid_from,
        valid_to,
        reviewed_on,
        coalesce(review_every_days, 90) as review_every_days,
        rules_in_words,
        has_permission_rule,
        definition_hash,
        {{ as_of_date() }} as as_of_on

    from defined

)

select * from completed
