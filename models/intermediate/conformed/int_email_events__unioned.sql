with

unioned as (

    {% for model in staged_models('email_events') %}

    select
        email_event_key,
        source_system,
        source_instance,
        source_row,
        contact_record_key,
        campaign_id,
        email,
        event_type,
        bounce_type,
        campaign_name,
        url,
        occurred_at

    from {{ ref(model) }}

    where rejection is null

    {{ 'union all' if not loop.last }}

    {% else %}

    {{ no_rows({
        'email_event_key': dbt.type_string(),
        'source_system': dbt.type_string(),
        'source_instance': dbt.type_string(),
        'source_row': dbt.type_bigint(),
        'contact_record_key': dbt.type_string(),
        'campaign_id': dbt.type_string(),
        'email': dbt.type_string(),
        'event_type': dbt.type_string(),
        'bounce_type': dbt.type_string(),
        'campaign_name': dbt.type_string(),
        'url': dbt.type_string(),
        'occurred_at': dbt.type_timestamp()
    }) }}

    {% endfor %}

)

select * from unioned
