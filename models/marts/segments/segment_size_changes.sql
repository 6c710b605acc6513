with

segment_memberships as (

    select * from {{ ref('segment_memberships') }}

),

events as (

    {{ published_size_events() }}

),

daily as (

    select
        segment_id,
        changed_on,
        sum(delta) as delta

    from events

    group by
        segment_id,
        changed_on

),

days as (

    select
        changed_on,
        row_number() over (order by changed_on desc) as place

    from (select distinct daily.changed_on from daily) as days_changed

),

-- the size on each of the last 30 days on which anything changed
sizes as (

    select
        daily.segment_id,
        days.place,
        sum(daily.delta) as members

    from days

    inner join daily
        on days.changed_on >= daily.changed_on

    where days.place <= 30

    group by
        daily.segment_id,
        days.place

),

earlier as (

    select
        segment_id,
        max(case when place = 1 then members end) as members_before,
        sum(members) as member_sum,
        count(*) as day_count

    from sizes

    group by segment_id

),

counted as (

    select
        segment_id,
        count(*) as members

    from segment_memberships

    group by segment_id

),

compared as (

    select
        coalesce(counted.segment_id, earlier.segment_id) as segment_id,
        cast(coalesce(counted.members, 0) as integer) as members,
        cast(earlier.members_before as integer) as members_before,
        {{ rounded_ratio('earlier.member_sum', 'earlier.day_count') }}
            as mean_members,
        {{ four_decimals(
            as_float('coalesce(counted.members, 0) - earlier.members_before')
            ~ ' / nullif(earlier.members_before, 0)'
        ) }} as change_share,
        {{ four_decimals(
            as_float('coalesce(counted.members, 0) * earlier.day_count - earlier.member_sum')
            ~ ' / nullif(earlier.member_sum, 0)'
        ) }} as change_from_mean_share

    from counted

    full join earlier
        on counted.segment_id = earlier.segment_id

)

select * from compared
