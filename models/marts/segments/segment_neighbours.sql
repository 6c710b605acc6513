with

segment_memberships as (

    select * from {{ ref('segment_memberships') }}

),

sized as (

    select
        segment_id,
        count(*) as members

    from segment_memberships

    group by segment_id

),

shared as (

    select
        ours.segment_id,
        theirs.segment_id as other_segment_id,
        count(*) as shared_members

    from segment_memberships as ours

    inner join segment_memberships as theirs
        on
            ours.contact_id = theirs.contact_id
            and ours.segment_id != theirs.segment_id

    group by ours.segment_id, theirs.segment_id

),

compared as (

    select
        shared.segment_id,
        shared.other_segment_id,
        cast(shared.shared_members as integer) as shared_members,
        {{ rounded_ratio('shared.shared_members', 'ours.members') }}
            as shared_share,
        shared.shared_members = ours.members as is_subset,
        shared.shared_members = ours.members
        and shared.shared_members = theirs.members as is_same,
        row_number() over (
            partition by shared.segment_id
            order by
                shared.shared_members desc,
                theirs.members asc,
                shared.other_segment_id asc
        ) = 1 as is_nearest

    from shared

    inner join sized as ours
        on shared.segment_id = ours.segment_id

    inner join sized as theirs
        on shared.other_segment_id = theirs.segment_id

)

select * from compared
