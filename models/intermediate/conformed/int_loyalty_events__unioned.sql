with

unioned as (

    {% for model in staged_models('loyalty_events') %}

    select
        loyalty_event_key,
        source_system,
        source_instance,
        source_row,
        contact_record_key,
        email,
        event_type,
        tier,
        location,
        points,
        occurred_at

    from {{ ref(model) }}

    where rejection is null

    {{ 'union all' if not loop.last }}

    {% else %}

    {{ no_rows({
        'loyalty_event_key': dbt.type_string(),
        'source_system': dbt.type_string(),
        'source_instance': dbt.type_string(),
        'source_row': dbt.type_bigint(),
        'contact_record_key': dbt.type_string(),
        'email': dbt.type_string(),
        'event_type': dbt.type_string(),
        'tier': dbt.type_string(),
        'location': dbt.type_string(),
        'points': type_money(),
        'occurred_at': dbt.type_timestamp()
    }) }}

    {% endfor %}

)

select * from unioned
