with

order_items as (

    select * from {{ ref('int_order_items__unioned') }}

),

products as (

    select * from {{ ref('int_products__unioned') }}

),

orders as (

    select * from {{ ref('orders') }}

),

priced as (

    {# pieces sent back take their part of the line with them #}
    select
        *,
        case
            when quantity > 0
                then line_amount * (quantity - refunded_quantity) / quantity
            else 0
        end as net_line_amount

    from order_items

),

described as (

    select
        priced.order_item_key,
        priced.order_key,
        orders.contact_id,
        priced.product_key,
        orders.ordered_on,
        orders.is_revenue,
        coalesce(products.sku, priced.sku) as sku,
        products.product_name,
        products.category,
        products.brand,
        priced.quantity,
        priced.refunded_quantity,
        case
            when orders.is_revenue
                then cast(round(
                        priced.net_line_amount * orders.rate_to_reporting, 2
                    ) as {{ type_money() }})
            else cast(0 as {{ type_money() }})
        end as net_revenue

    from priced

    inner join orders
        on priced.order_key = orders.order_key

    left join products
        on priced.product_key = products.product_key

)

select * from described
