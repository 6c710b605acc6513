with

source as (

    {{ read_source(source('woocommerce', 'order_line')) }}

),

renamed as (

    select
        ---------- ids
        record_key as order_item_key,
        source_system,
        source_instance,
        source_row,
        source_scope || ':' || order_id as order_key,
        source_scope || ':' || nullif(product_id, '0') as product_key,

        ---------- strings
        sku,

        ---------- numbers
        quantity,
        cast(
            coalesce(subtotal, total) / nullif(quantity, 0)
            as {{ type_money() }}
        ) as unit_price,
        coalesce(subtotal - total, 0) as discount_amount,
        coalesce(total, subtotal) as line_amount,
        {# refunds are known by order only #}
        cast(0 as {{ type_money() }}) as refunded_quantity,

        ---------- faults
        record_id,
        bad_values,
        rejection

    from source

)

select * from renamed
