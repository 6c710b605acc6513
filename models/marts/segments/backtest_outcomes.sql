-- Of everybody, for `make backtest`; without it there are no rows.
with

rule_features as (

    select * from {{ ref('rule_features') }}

),

lifecycle_stages as (

    select * from {{ ref('lifecycle_stages') }}

),

activities as (

    select * from {{ ref('activities') }}

),

horizons as (

    select 30 as horizon_days

    union all

    select 90 as horizon_days

),

-- what came after the date is for the outcome alone
later_orders as (

    select
        contact_id,
        occurred_on as ordered_on,
        value as net_revenue

    from activities

    where
        activity_type = 'order_placed'
        and occurred_on > {{ as_of_date() }}
        and occurred_on <= {{ dbt.dateadd('day', 90, as_of_date()) }}

),

next_orders as (

    select
        contact_id,
        min(ordered_on) as next_order_on

    from later_orders

    group by contact_id

),

spent as (

    select
        later_orders.contact_id,
        horizons.horizon_days,
        sum(later_orders.net_revenue) as revenue

    from later_orders

    inner join horizons
        on
            {{ dbt.datediff(as_of_date(), 'later_orders.ordered_on', 'day') }}
            <= horizons.horizon_days

    group by
        later_orders.contact_id,
        horizons.horizon_days

),

-- an order before the day on which they would lapse keeps them
outcomes as (

    select
        rule_features.contact_id,
        horizons.horizon_days,
        case when spent.contact_id is null then 0 else 1 end as did_order,
        cast(coalesce(spent.revenue, 0) as {{ type_money() }}) as revenue,
        case
            when lifecycle_stages.lapses_on > {{ as_of_date() }} then 1 else 0
        end as can_lapse,
        case
            when
                lifecycle_stages.lapses_on > {{ as_of_date() }}
                and {{ dbt.datediff(
                    as_of_date(), 'lifecycle_stages.lapses_on', 'day'
                ) }} <= horizons.horizon_days
                and (
                    next_orders.next_order_on is null
                    or next_orders.next_order_on > lifecycle_stages.lapses_on
                )
                then 1
            else 0
        end as did_lapse

    from rule_features

    cross join horizons

    left join lifecycle_stages
        on rule_features.contact_id = lifecycle_stages.contact_id

    left join next_orders
        on rule_features.contact_id = next_orders.contact_id

    left join spent
        on
            rule_features.contact_id = spent.contact_id
            and horizons.horizon_days = spent.horizon_days

    {% if not is_backtest() %}

    where 1 = 0

    {% endif %}

)

select * from outcomes
