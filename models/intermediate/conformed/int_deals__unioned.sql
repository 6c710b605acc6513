with

unioned as (

    {% for model in staged_models('deals') %}

    select
        deal_key,
        source_system,
        source_instance,
        source_row,
        source_deal_id,
        contact_record_key,
        company_record_key,
        deal_name,
        pipeline,
        stage,
        deal_status,
        currency,
        source_channel,
        owner,
        amount,
        probability,
        expected_close_on,
        created_at,
        closed_at

    from {{ ref(model) }}

    where rejection is null

    {{ 'union all' if not loop.last }}

    {% else %}

    {{ no_rows({
        'deal_key': dbt.type_string(),
        'source_system': dbt.type_string(),
        'source_instance': dbt.type_string(),
        'source_row': dbt.type_bigint(),
        'source_deal_id': dbt.type_string(),
        'contact_record_key': dbt.type_string(),
        'company_record_key': dbt.type_string(),
        'deal_name': dbt.type_string(),
        'pipeline': dbt.type_string(),
        'stage': dbt.type_string(),
        'deal_status': dbt.type_string(),
        'currency': dbt.type_string(),
        'source_channel': dbt.type_string(),
        'owner': dbt.type_string(),
        'amount': type_money(),
        'probability': type_money(),
        'expected_close_on': 'date',
        'created_at': dbt.type_timestamp(),
        'closed_at': dbt.type_timestamp()
    }) }}

    {% endfor %}

)

select * from unioned
