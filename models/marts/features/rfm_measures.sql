{% set lookback_days = rfm_setting('lookback_days') %}

with

orders as (

    select * from {{ ref('orders') }}

),

revenue_orders as (

    select
        contact_id,
        ordered_on,
        net_revenue,
        {{ days_ago('ordered_on') }} as days_ago

    from orders

    where
        is_revenue
        and ordered_on <= {{ as_of_date() }}

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
