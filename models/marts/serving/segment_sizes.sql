-- published after every test of the segments
-- depends_on: {{ ref('current_build') }}
with

history as (

    select * from {{ ref('segment_membership_history') }}

),

numbers as (

    {{ dbt.generate_series(upper_bound=16384) }}

),

-- a stay that another contact's took over, or handed on, is no coming or going
moved as (

    select
        segment_id,
        valid_from as day_on,
        1 as members,
        case when is_primary then 1 else 0 end as primary_members,
        case when variant = 'holdout' then 1 else 0 end as holdout_members,
        case when is_actionable then 1 else 0 end as actionable_members,
        case
            when change_in = 'entered' and reason_in not like 'identity%'
                then 1
            else 0
        end as entered,
        0 as exited

    from history

    union all

    select
        segment_id,
        valid_to as day_on,
        -1 as members,
        case when is_primary then -1 else 0 end as primary_members,
        case when variant = 'holdout' then -1 else 0 end as holdout_members,
        case when is_actionable then -1 else 0 end as actionable_members,
        0 as entered,
        case
            when change_out = 'exited' and reason_out not like 'identity%'
                then 1
            else 0
        end as exited

    from history

    where valid_to is not null

),

daily as (

    select
        segment_id,
        day_on,
        sum(members) as members,
        sum(primary_members) as primary_members,
        sum(holdout_members) as holdout_members,
        sum(actionable_members) as actionable_members,
        sum(entered) as entered,
        sum(exited) as exited

    from moved

    group by segment_id, day_on

),

first_days as (

    select
        segment_id,
        min(day_on) as first_on

    from daily

    group by segment_id

),

days as (

    select
        first_days.segment_id,
        cast(
            {{ dbt.dateadd(
                'day',
                'cast(numbers.generated_number as integer) - 1',
                'first_days.first_on'
            ) }} as date
        ) as day_on

    from first_days

    inner join numbers
        on
            numbers.generated_number
            <= 1 + {{ dbt.datediff(
                'first_days.first_on', as_of_date(), 'day'
            ) }}

),

cumulated as (

    select
        days.segment_id,
        days.day_on,
        cast(
            sum(coalesce(daily.members, 0)) over (
                partition by days.segment_id
                order by days.day_on
                rows between unbounded preceding and current row
            ) as integer
        ) as members,
        cast(
            sum(coalesce(daily.primary_members, 0)) over (
                partition by days.segment_id
                order by days.day_on
                rows between unbounded preceding and current row
            ) as integer
        ) as primary_members,
        cast(
            sum(coalesce(daily.holdout_members, 0)) over (
                partition by days.segment_id
                order by days.day_on
                rows between unbounded preceding and current row
            ) as integer
        ) as holdout_members,
        cast(
            sum(coalesce(daily.actionable_members, 0)) over (
                partition by days.segment_id
                order by days.day_on
                rows between unbounded preceding and current row
            ) as integer
        ) as actionable_members,
        cast(coalesce(daily.entered, 0) as integer) as entered,
        cast(coalesce(daily.exited, 0) as integer) as exited

    from days

    left join daily
        on
            days.segment_id = daily.segment_id
            and days.day_on = daily.day_on

)

select * from cumulated
