with

source as (

    {{ read_source(source('csv', 'order_items')) }}

),

renamed as (

    select
        ---------- ids
        record_key as order_item_key,
        source_system,
        source_instance,
        source_row,
        source_scope || ':' || order_id as order_key,
        source_scope || ':' || product_id as product_key,

        ---------- strings
        sku,

        ---------- numbers
        quantity,
        unit_price,
        coalesce(discount_amount, 0) as discount_amount,
        coalesce(
            line_amount,
            quantity * unit_price - coalesce(discount_amount, 0)
        ) as line_amount,
        coalesce(refunded_quantity, 0) as refunded_quantity,

        ---------- faults
        record_id,
        bad_values,
        rejection

    from source

)

select * from renamed
