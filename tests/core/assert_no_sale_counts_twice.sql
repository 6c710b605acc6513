{#
    The same contact, currency and net amount at most three days apart, in two
    classes of systems that both count, is one sale and its payment; in two
    CRMs it is one deal noted in both.
#}
with

orders as (

    select * from {{ ref('orders') }}

    where is_revenue

),

pairs as (

    select
        first_orders.contact_id,
        first_orders.order_key,
        second_orders.order_key as counted_again_as,
        first_orders.currency,
        first_orders.net_amount

    from orders as first_orders

    inner join orders as second_orders
        on first_orders.contact_id = second_orders.contact_id
            and first_orders.currency = second_orders.currency
            and first_orders.net_amount = second_orders.net_amount
            and (
                first_orders.revenue_class < second_orders.revenue_class
                or (
                    first_orders.revenue_class = 'crm'
                    and second_orders.revenue_class = 'crm'
                    and first_orders.source_system < second_orders.source_system
                )
            )

    where
        abs({{ dbt.datediff(
            'first_orders.ordered_on', 'second_orders.ordered_on', 'day'
        ) }}) <= 3
        and {{ 'false' if var('revenue_overlap_allowed') else 'true' }}

)

select * from pairs
