with

unioned as (

    {% for model in staged_models('carts') %}

    select
        cart_key,
        source_system,
        source_instance,
        source_row,
        contact_record_key,
        recovered_order_key,
        email,
        currency,
        total_amount,
        created_at,
        completed_at

    from {{ ref(model) }}

    where rejection is null

    {{ 'union all' if not loop.last }}

    {% else %}

    {{ no_rows({
        'cart_key': dbt.type_string(),
        'source_system': dbt.type_string(),
        'source_instance': dbt.type_string(),
        'source_row': dbt.type_bigint(),
        'contact_record_key': dbt.type_string(),
        'recovered_order_key': dbt.type_string(),
        'email': dbt.type_string(),
        'currency': dbt.type_string(),
        'total_amount': type_money(),
        'created_at': dbt.type_timestamp(),
        'completed_at': dbt.type_timestamp()
    }) }}

    {% endfor %}

)

select * from unioned
