with

unioned as (

    {% for model in staged_models('consent_events') %}

    select
        consent_event_key,
        source_system,
        source_instance,
        source_row,
        contact_record_key,
        email,
        channel,
        purpose,
        consent_status,
        legal_basis,
        evidence,
        jurisdiction,
        occurred_at

    from {{ ref(model) }}

    where rejection is null

    {{ 'union all' if not loop.last }}

    {% else %}

    {{ no_rows({
        'consent_event_key': dbt.type_string(),
        'source_system': dbt.type_string(),
        'source_instance': dbt.type_string(),
        'source_row': dbt.type_bigint(),
        'contact_record_key': dbt.type_string(),
        'email': dbt.type_string(),
        'channel': dbt.type_string(),
        'purpose': dbt.type_string(),
        'consent_status': dbt.type_string(),
        'legal_basis': dbt.type_string(),
        'evidence': dbt.type_string(),
        'jurisdiction': dbt.type_string(),
        'occurred_at': dbt.type_timestamp()
    }) }}

    {% endfor %}

)

select * from unioned
