with

unioned as (

    {% for model in staged_models('web_events') %}

    select
        web_event_key,
        source_system,
        source_instance,
        source_row,
        contact_record_key,
        anonymous_id,
        session_id,
        content_id,
        email,
        event_name,
        page_url,
        page_title,
        referrer,
        utm_source,
        utm_medium,
        utm_campaign,
        occurred_at

    from {{ ref(model) }}

    where rejection is null

    {{ 'union all' if not loop.last }}

    {% else %}

    {{ no_rows({
        'web_event_key': dbt.type_string(),
        'source_system': dbt.type_string(),
        'source_instance': dbt.type_string(),
        'source_row': dbt.type_bigint(),
        'contact_record_key': dbt.type_string(),
        'anonymous_id': dbt.type_string(),
        'session_id': dbt.type_string(),
        'content_id': dbt.type_string(),
        'email': dbt.type_string(),
        'event_name': dbt.type_string(),
        'page_url': dbt.type_string(),
        'page_title': dbt.type_string(),
        'referrer': dbt.type_string(),
        'utm_source': dbt.type_string(),
        'utm_medium': dbt.type_string(),
        'utm_campaign': dbt.type_string(),
        'occurred_at': dbt.type_timestamp()
    }) }}

    {% endfor %}

)

select * from unioned
