with

unioned as (

    {% for model in staged_models('order_items') %}

    select
        order_item_key,
        source_system,
        source_instance,
        source_row,
        order_key,
        product_key,
        sku,
        quantity,
        unit_price,
        discount_amount,
        line_amount,
        refunded_quantity

    from {{ ref(model) }}

    where rejection is null

    {{ 'union all' if not loop.last }}

    {% else %}

    {{ no_rows({
        'order_item_key': dbt.type_string(),
        'source_system': dbt.type_string(),
        'source_instance': dbt.type_string(),
        'source_row': dbt.type_bigint(),
        'order_key': dbt.type_string(),
        'product_key': dbt.type_string(),
        'sku': dbt.type_string(),
        'quantity': type_money(),
        'unit_price': type_money(),
        'discount_amount': type_money(),
        'line_amount': type_money(),
        'refunded_quantity': type_money()
    }) }}

    {% endfor %}

)

select * from unioned
