{% set lookback_days = rfm_setting('lookback_days') %}

with

orders as (

    select * from {{ ref('orders') }}

),

contact_suppressions as (

    select * from {{ ref('contact_suppressions') }}

),

{# who objects to profiling is not measured, not even for the bounds of others #}
unscored as (

    select distinct contact_id

    from contact_suppressions

    where is_out_of_scores

),

revenue_orders as (

    select
        orders.contact_id,
        orders.ordered_on,
        orders.net_revenue,
        {{ days_ago('orders.ordered_on') }} as days_ago

    from orders

    left join unscored
        on orders.contact_id = unscored.contact_id

    where
        orders.is_revenue
        and orders.ordered_on <= {{ as_of_date() }}
        and unscored.contact_id is null

),

measured as (

    select
        contact_id,
        min(days_ago) as recency_days,
        cast(count(*) as integer) as order_count,
        cast(sum(net_revenue) as {{ type_money() }}) as monetary_value,
        max(ordered_on) as last_order_on

    from revenue_orders

    {% if lookback_days %}

    where days_ago < {{ lookback_days }}

    {% endif %}

    group by contact_id

)

select * from measured
