with

segments as (

    select * from {{ ref('segments') }}

),

segment_memberships as (

    select * from {{ ref('segment_memberships') }}

),

contact_features as (

    select * from {{ ref('contact_features') }}

),

audience as (

    select count(*) as contact_count

    from contact_features

    where
        not is_archived
        and not is_out_of_segments

),

sized as (

    select
        segment_id,
        count(*) as members,
        sum(case when is_reachable then 1 else 0 end) as reachable_members

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

ranked as (

    select
        shared.segment_id,
        shared.other_segment_id,
        shared.shared_members,
        sized.members as other_members,
        row_number() over (
            partition by shared.segment_id
            order by
                shared.shared_members desc,
                sized.members asc,
                shared.other_segment_id asc
        ) as place

    from shared

    inner join sized
        on shared.other_segment_id = sized.segment_id

),

measured as (

    select
        segments.*,
        coalesce(sized.members, 0) as members,
        coalesce(sized.reachable_members, 0) as reachable_members,
        {{ rounded_ratio(
            'coalesce(sized.members, 0)', 'nullif(audience.contact_count, 0)'
        ) }} as share_of_contacts,
        {{ rounded_ratio('sized.reachable_members', 'sized.members') }}
            as reachable_share,
        ranked.other_segment_id as largest_overlap_segment_id,
        {{ rounded_ratio('ranked.shared_members', 'sized.members') }}
            as largest_overlap_share,
        coalesce(
            ranked.shared_members = sized.members
            and ranked.shared_members = ranked.other_members, false
        ) as is_redundant,
        {{ days_ago('segments.reviewed_on') }} as days_since_review

    from segments

    cross join audience

    left join sized
        on segments.segment_id = sized.segment_id

    left join ranked
        on
            segments.segment_id = ranked.segment_id
            and ranked.place = 1

),

found as (

    select
        *,
        concat(
            case when owner is null then 'no owner; ' else '' end,
            case when action is null then 'no action; ' else '' end,
            case
                when days_since_review is null then 'never reviewed; '
                when days_since_review > review_every_days
                    then 'review overdue; '
                else ''
            end,
            case
                when members < minimum_size then 'below minimum size; '
                else ''
            end,
            case
                when members > maximum_size then 'above maximum size; '
                else ''
            end,
            case
                when is_redundant
                    then
                        'same members as '
                        || largest_overlap_segment_id
                        || '; '
                else ''
            end
        ) as remarks

    from measured

),

judged as (

    select
        segment_id,
        cast(members as integer) as members,
        share_of_contacts,
        cast(reachable_members as integer) as reachable_members,
        reachable_share,
        largest_overlap_segment_id,
        largest_overlap_share,
        is_redundant,
        days_since_review,
        case
            when remarks = '' then 'ok'
            else on_breach
        end as verdict,
        nullif(remarks, '') as remarks,
        as_of_on

    from found

)

select * from judged
