{# The columns of segment_membership_history, for when there is none yet. #}
{% macro membership_history_columns() %}
    {{ return({
        'opened_sequence': dbt.type_bigint(),
        'closed_sequence': dbt.type_bigint(),
        'stay_id': dbt.type_string(),
        'segment_id': dbt.type_string(),
        'contact_id': dbt.type_string(),
        'variant': dbt.type_string(),
        'is_primary': dbt.type_boolean(),
        'is_permitted': dbt.type_boolean(),
        'is_actionable': dbt.type_boolean(),
        'is_by_hand': dbt.type_boolean(),
        'exclusive_group': dbt.type_string(),
        'valid_from': 'date',
        'valid_to': 'date',
        'member_since': 'date',
        'change_in': dbt.type_string(),
        'change_out': dbt.type_string(),
        'reason_in': dbt.type_string(),
        'reason_out': dbt.type_string(),
        'definition_hash': dbt.type_string(),
        'latest_definition_hash': dbt.type_string(),
        'opened_build_id': dbt.type_string(),
        'opened_at': dbt.type_timestamp(),
        'closed_build_id': dbt.type_string(),
        'closed_at': dbt.type_timestamp(),
    }) }}
{% endmacro %}
