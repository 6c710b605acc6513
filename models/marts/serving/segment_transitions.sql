-- published after every test of the segments
-- depends_on: {{ ref('current_build') }}
{% set window_days = 90 %}

with

contact_journeys as (

    select * from {{ ref('contact_journeys') }}

),

orders as (

    select * from {{ ref('orders') }}

    where ordered_on <= {{ as_of_date() }}

),

-- on the first day everybody is written down, which is no movement
first_days as (

    select
        exclusive_group,
        min(entered_on) as first_on

    from contact_journeys

    group by exclusive_group

),

entries as (

    select
        contact_journeys.exclusive_group,
        contact_journeys.contact_id,
        case
            when contact_journeys.previous_left_on = contact_journeys.entered_on
                then contact_journeys.previous_segment_id
            else '(none)'
        end as from_segment_id,
        contact_journeys.segment_id as to_segment_id,
        contact_journeys.entered_on as moved_on,
        contact_journeys.reason_in as reason

    from contact_journeys

    inner join first_days
        on contact_journeys.exclusive_group = first_days.exclusive_group

    where contact_journeys.entered_on > first_days.first_on

),

departures as (

    select
        exclusive_group,
        contact_id,
        segment_id as from_segment_id,
        '(none)' as to_segment_id,
        left_on as moved_on,
        reason_out as reason

    from contact_journeys

    where
        left_on is not null
        and (next_entered_on is null or next_entered_on > left_on)

),

moves as (

    select * from entries

    union all

    select * from departures

),

-- becoming another contact is no movement either
real_moves as (

    select * from moves

    where reason not like 'identity%'

),

valued as (

    select
        real_moves.exclusive_group,
        real_moves.contact_id,
        real_moves.from_segment_id,
        real_moves.to_segment_id,
        real_moves.moved_on,
        real_moves.reason,
        sum(
            case
                when orders.ordered_on < real_moves.moved_on
                    then orders.net_revenue
            end
        ) as revenue_before,
        sum(
            case
                when orders.ordered_on >= real_moves.moved_on
                    then orders.net_revenue
            end
        ) as revenue_after

    from real_moves

    left join orders
        on
            real_moves.contact_id = orders.contact_id
            and orders.ordered_on
            >= {{ dbt.dateadd('day', -window_days, 'real_moves.moved_on') }}
            and orders.ordered_on
            < {{ dbt.dateadd('day', window_days, 'real_moves.moved_on') }}

    group by
        real_moves.exclusive_group,
        real_moves.contact_id,
        real_moves.from_segment_id,
        real_moves.to_segment_id,
        real_moves.moved_on,
        real_moves.reason

),

monthly as (

    select
        exclusive_group,
        from_segment_id,
        to_segment_id,
        cast({{ dbt.date_trunc('month', 'moved_on') }} as date) as month_on,
        cast(count(*) as integer) as moves,
        cast(sum(case when reason = 'behaviour' then 1 else 0 end) as integer)
            as behaviour_moves,
        cast(coalesce(sum(revenue_before), 0) as {{ type_money() }})
            as revenue_90d_before,
        cast(coalesce(sum(revenue_after), 0) as {{ type_money() }})
            as revenue_90d_after,
        max({{ dbt.dateadd('day', window_days, 'moved_on') }})
        <= {{ as_of_date() }} as is_after_complete

    from valued

    group by
        exclusive_group,
        from_segment_id,
        to_segment_id,
        cast({{ dbt.date_trunc('month', 'moved_on') }} as date)

)

select * from monthly
