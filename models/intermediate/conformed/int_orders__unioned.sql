with

unioned as (

    {% for model in staged_models('orders') %}

    select
        order_key,
        source_system,
        source_instance,
        source_row,
        source_order_id,
        contact_record_key,
        email,
        revenue_class,
        order_status,
        currency,
        channel,
        utm_source,
        utm_medium,
        utm_campaign,
        coupon_code,
        total_amount,
        subtotal_amount,
        discount_amount,
        tax_amount,
        shipping_amount,
        refunded_amount,
        is_test,
        ordered_at

    from {{ ref(model) }}

    where rejection is null

    {{ 'union all' if not loop.last }}

    {% else %}

    {{ no_rows({
        'order_key': dbt.type_string(),
        'source_system': dbt.type_string(),
        'source_instance': dbt.type_string(),
        'source_row': dbt.type_bigint(),
        'source_order_id': dbt.type_string(),
        'contact_record_key': dbt.type_string(),
        'email': dbt.type_string(),
        'revenue_class': dbt.type_string(),
        'order_status': dbt.type_string(),
        'currency': dbt.type_string(),
        'channel': dbt.type_string(),
        'utm_source': dbt.type_string(),
        'utm_medium': dbt.type_string(),
        'utm_campaign': dbt.type_string(),
        'coupon_code': dbt.type_string(),
        'total_amount': type_money(),
        'subtotal_amount': type_money(),
        'discount_amount': type_money(),
        'tax_amount': type_money(),
        'shipping_amount': type_money(),
        'refunded_amount': type_money(),
        'is_test': dbt.type_boolean(),
        'ordered_at': dbt.type_timestamp()
    }) }}

    {% endfor %}

)

select * from unioned
