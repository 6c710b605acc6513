-- published after every test of the segments
-- depends_on: {{ ref('current_build') }}
with

segments as (

    select * from {{ ref('segments') }}

),

segment_memberships as (

    select * from {{ ref('segment_memberships') }}

),

sized as (

    select
        segments.segment_id,
        count(segment_memberships.contact_id) as members

    from segments

    left join segment_memberships
        on segments.segment_id = segment_memberships.segment_id

    group by segments.segment_id

),

shared as (

    select
        ours.segment_id,
        theirs.segment_id as other_segment_id,
        count(*) as shared_members

    from segment_memberships as ours

    inner join segment_memberships as theirs
        on ours.contact_id = theirs.contact_id

    group by ours.segment_id, theirs.segment_id

),

paired as (

    select
        sized.segment_id,
        other_sized.segment_id as other_segment_id,
        sized.members,
        other_sized.members as other_members,
        coalesce(shared.shared_members, 0) as shared_members

    from sized

    inner join sized as other_sized
        on sized.segment_id != other_sized.segment_id

    left join shared
        on
            sized.segment_id = shared.segment_id
            and other_sized.segment_id = shared.other_segment_id

),

measured as (

    select
        segment_id,
        other_segment_id,
        cast(members as integer) as members,
        cast(other_members as integer) as other_members,
        cast(shared_members as integer) as shared_members,
        {{ rounded_ratio('shared_members', 'nullif(members, 0)') }}
            as shared_share,
        {{ rounded_ratio(
            'shared_members',
            'nullif(members + other_members - shared_members, 0)'
        ) }} as similarity

    from paired

)

select * from measured
