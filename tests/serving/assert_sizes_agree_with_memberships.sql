-- The last day of segment_sizes, counted up from the changes of all days, is
-- what segment_memberships has today.
with

sizes as (

    select
        segment_id,
        members,
        holdout_members,
        actionable_members

    from {{ ref('segment_sizes') }}

    where day_on = {{ as_of_date() }}

),

counted as (

    select
        segment_id,
        count(*) as members,
        sum(case when is_holdout then 1 else 0 end) as holdout_members,
        sum(case when is_actionable then 1 else 0 end) as actionable_members

    from {{ ref('segment_memberships') }}

    group by segment_id

)

select
    sizes.segment_id,
    sizes.members,
    counted.members as members_today

from sizes

full outer join counted
    on sizes.segment_id = counted.segment_id

where
    coalesce(sizes.members, 0) != coalesce(counted.members, 0)
    or coalesce(sizes.holdout_members, 0) != coalesce(counted.holdout_members, 0)
    or coalesce(sizes.actionable_members, 0)
    != coalesce(counted.actionable_members, 0)
