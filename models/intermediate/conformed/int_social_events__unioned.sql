with

unioned as (

    {% for model in staged_models('social_events') %}

    select
        social_event_key,
        source_system,
        source_instance,
        source_row,
        contact_record_key,
        handle,
        network,
        event_type,
        occurred_at

    from {{ ref(model) }}

    where rejection is null

    {{ 'union all' if not loop.last }}

    {% else %}

    {{ no_rows({
        'social_event_key': dbt.type_string(),
        'source_system': dbt.type_string(),
        'source_instance': dbt.type_string(),
        'source_row': dbt.type_bigint(),
        'contact_record_key': dbt.type_string(),
        'handle': dbt.type_string(),
        'network': dbt.type_string(),
        'event_type': dbt.type_string(),
        'occurred_at': dbt.type_timestamp()
    }) }}

    {% endfor %}

)

select * from unioned
