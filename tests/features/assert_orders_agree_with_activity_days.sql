-- Windows are counted from the roll-up, totals from the orders: over all time
-- they must be the same, contact by contact.
with

orders as (

    select
        contact_id,
        count(*) as order_count,
        sum(net_revenue) as revenue

    from {{ ref('orders') }}

    where
        is_revenue
        and ordered_on <= {{ as_of_date() }}

    group by contact_id

),

activity_days as (

    select
        contact_id,
        sum(activity_count) as order_count,
        sum(value_total) as revenue

    from {{ ref('contact_activity_days') }}

    where activity_type = 'order_placed'

    group by contact_id

)

select
    coalesce(orders.contact_id, activity_days.contact_id) as contact_id,
    orders.order_count,
    orders.revenue,
    activity_days.order_count as rolled_up_order_count,
    activity_days.revenue as rolled_up_revenue

from orders

full outer join activity_days
    on orders.contact_id = activity_days.contact_id

where
    coalesce(orders.order_count, 0) != coalesce(activity_days.order_count, 0)
    or coalesce(orders.revenue, 0) != coalesce(activity_days.revenue, 0)
