with

unioned as (

    {% for model in staged_models('support_tickets') %}

    select
        ticket_key,
        source_system,
        source_instance,
        source_row,
        source_ticket_id,
        contact_record_key,
        email,
        ticket_status,
        priority,
        category,
        channel,
        csat_score,
        created_at,
        closed_at

    from {{ ref(model) }}

    where rejection is null

    {{ 'union all' if not loop.last }}

    {% else %}

    {{ no_rows({
        'ticket_key': dbt.type_string(),
        'source_system': dbt.type_string(),
        'source_instance': dbt.type_string(),
        'source_row': dbt.type_bigint(),
        'source_ticket_id': dbt.type_string(),
        'contact_record_key': dbt.type_string(),
        'email': dbt.type_string(),
        'ticket_status': dbt.type_string(),
        'priority': dbt.type_string(),
        'category': dbt.type_string(),
        'channel': dbt.type_string(),
        'csat_score': type_money(),
        'created_at': dbt.type_timestamp(),
        'closed_at': dbt.type_timestamp()
    }) }}

    {% endfor %}

)

select * from unioned
