with

carts as (

    select * from {{ ref('carts') }}

),

orders as (

    select * from {{ ref('orders') }}

),

last_orders as (

    select
        contact_id,
        max(ordered_at) as last_ordered_at

    from orders

    where
        is_revenue
        and ordered_on <= {{ as_of_date() }}

    group by contact_id

),

{# A cart that became an order after the as-of date was open on it. Who bought
   since, by whatever way, has forgotten nothing. #}
open_carts as (

    select
        carts.contact_id,
        carts.total_amount_reporting,
        {{ days_ago('carts.created_on') }} as days_ago

    from carts

    left join last_orders
        on carts.contact_id = last_orders.contact_id

    where
        carts.created_on <= {{ as_of_date() }}
        and (
            not carts.is_recovered
            or cast(carts.completed_at as date) > {{ as_of_date() }}
        )
        and (
            last_orders.last_ordered_at is null
            or last_orders.last_ordered_at < carts.created_at
        )

),

totals as (

    select
        contact_id,
        cast(sum(case when days_ago < 7 then 1 else 0 end) as integer)
            as open_cart_count_7d,
        min(days_ago) as days_since_last_open_cart,
        cast(coalesce(sum(case
            when days_ago < 7 then total_amount_reporting
        end), 0) as {{ type_money() }}) as open_cart_value

    from open_carts

    group by contact_id

)

select * from totals
