with

unioned as (

    {% for model in staged_models('products') %}

    select
        product_key,
        source_system,
        source_instance,
        source_row,
        source_product_id,
        product_name,
        sku,
        category,
        brand,
        unit_price,
        is_active

    from {{ ref(model) }}

    where rejection is null

    {{ 'union all' if not loop.last }}

    {% else %}

    {{ no_rows({
        'product_key': dbt.type_string(),
        'source_system': dbt.type_string(),
        'source_instance': dbt.type_string(),
        'source_row': dbt.type_bigint(),
        'source_product_id': dbt.type_string(),
        'product_name': dbt.type_string(),
        'sku': dbt.type_string(),
        'category': dbt.type_string(),
        'brand': dbt.type_string(),
        'unit_price': type_money(),
        'is_active': dbt.type_boolean()
    }) }}

    {% endfor %}

)

select * from unioned
