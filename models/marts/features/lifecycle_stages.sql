with

contact_crm_features as (

    select * from {{ ref('contact_crm_features') }}

),

contact_purchase_features as (

    select * from {{ ref('contact_purchase_features') }}

),

lifecycle_thresholds as (

    select * from {{ ref('lifecycle_thresholds') }}

),

thresholds as (

    select
        {{ lifecycle_threshold('new_within_days') }} as new_within_days,
        {{ lifecycle_threshold('cadence_min_days') }} as cadence_min_days,
        {{ lifecycle_threshold('shortest_gap_days') }} as shortest_gap_days,
        {{ lifecycle_threshold('at_risk_after_gaps') }} as at_risk_after_gaps,
        {{ lifecycle_threshold('lapsed_after_gaps') }} as lapsed_after_gaps,
        {{ lifecycle_threshold('at_risk_after_days') }} as at_risk_after_days,
        {{ lifecycle_threshold('lapsed_after_days') }} as lapsed_after_days

    from lifecycle_thresholds

),

purchases as (

    select
        contact_crm_features.contact_id,
        coalesce(purchases.order_count, 0) as order_count,
        coalesce(purchases.order_day_count, 0) as order_day_count,
        purchases.first_order_on,
        purchases.last_order_on,
        {{ days_ago('purchases.first_order_on') }} as days_since_first_order,
        {{ days_ago('purchases.last_order_on') }} as days_since_last_order

    from contact_crm_features

    left join contact_purchase_features as purchases
        on contact_crm_features.contact_id = purchases.contact_id

),

{# the mean of the gaps between purchase days, rounded to whole days #}
paced as (

    select
        purchases.*,
        thresholds.*,
        case
            when purchases.order_day_count >= thresholds.cadence_min_days
                then cast({{ whole_quotient(
                    '2 * (days_since_first_order - days_since_last_order)'
                    ~ ' + order_day_count - 1',
                    '2 * (order_day_count - 1)'
                ) }} as integer)
        end as usual_gap_days

    from purchases

    cross join thresholds

),

windowed as (

    select
        *,
        case
            when usual_gap_days is null then at_risk_after_days
            else at_risk_after_gaps
                * greatest(usual_gap_days, shortest_gap_days)
        end as at_risk_after,
        case
            when usual_gap_days is null then lapsed_after_days
            else lapsed_after_gaps
                * greatest(usual_gap_days, shortest_gap_days)
        end as lapsed_after

    from paced

),

staged as (

    select
        contact_id,
        case
            when order_count = 0 then 'prospect'
            when days_since_last_order > lapsed_after then 'lapsed'
            when days_since_last_order > at_risk_after then 'at_risk'
            when order_day_count > 1 then 'repeat'
            when days_since_last_order <= new_within_days then 'new'
            else 'active'
        end as purchase_stage,
        order_count,
        order_day_count,
        first_order_on,
        last_order_on,
        days_since_last_order,
        usual_gap_days,
        cast(
            {{ dbt.dateadd('day', 'usual_gap_days', 'last_order_on') }} as date
        ) as expected_next_order_on,
        cast(
            {{ dbt.dateadd(
                'day', 'cast(floor(lapsed_after) as integer) + 1', 'last_order_on'
            ) }} as date
        ) as lapses_on

    from windowed

)

select * from staged
