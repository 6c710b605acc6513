{#
    GraphQL gives the total of a line, REST the price of one piece. A gift card
    says nothing about what its buyer likes, so it is no product.
#}
with

source as (

    {{ read_source(source('shopify', 'order_line')) }}

),

refund_lines as (

    {{ read_source(source('shopify', 'order_line_refund')) }}

),

returned as (

    select
        source_scope || ':' || order_line_id as order_item_key,
        sum(quantity) as refunded_quantity

    from refund_lines

    where rejection is null

    group by source_scope || ':' || order_line_id

),

priced as (

    select
        *,
        coalesce(line_total, quantity * unit_price) as full_amount,
        coalesce(unit_price, line_total / nullif(quantity, 0)) as full_price

    from source

),

renamed as (

    select
        ---------- ids
        priced.record_key as order_item_key,
        priced.source_system,
        priced.source_instance,
        priced.source_row,
        priced.source_scope || ':' || priced.order_id as order_key,
        case
            when not coalesce(priced.is_gift_card, false)
                then priced.source_scope || ':' || priced.product_id
        end as product_key,

        ---------- strings
        priced.sku,

        ---------- numbers
        priced.quantity,
        cast(priced.full_price as {{ type_money() }}) as unit_price,
        coalesce(priced.total_discount, 0) as discount_amount,
        cast(
            priced.full_amount - coalesce(priced.total_discount, 0)
            as {{ type_money() }}
        ) as line_amount,
        cast(coalesce(
            returned.refunded_quantity, 0
        ) as {{ type_money() }}) as refunded_quantity,

        ---------- faults
        priced.record_id,
        priced.bad_values,
        priced.rejection

    from priced

    left join returned
        on priced.record_key = returned.order_item_key

)

select * from renamed
