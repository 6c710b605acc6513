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

segment_neighbours as (

    select * from {{ ref('segment_neighbours') }}

    where is_nearest

),

segment_size_changes as (

    select * from {{ ref('segment_size_changes') }}

),

-- the field that the rules know least of
coverage as (

    select
        segment_id,
        min(known_share) as lowest_known_share

    from {{ ref('segment_feature_coverage') }}

    group by segment_id

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

measured as (

    select
        segments.*,
        coalesce(sized.members, 0) as members,
        coalesce(sized.reachable_members, 0) as reachable_members,
        {{ rounded_ratio('coalesce(sized.members, 0)', 'nullif(audience.contact_count, 0)') }}
            as share_of_contacts,
        {{ rounded_ratio('sized.reachable_members', 'sized.members') }}
            as reachable_share,
        segment_neighbours.other_segment_id as largest_overlap_segment_id,
        segment_neighbours.shared_share as largest_overlap_share,
        coalesce(segment_neighbours.is_same, false) as is_redundant,
        segment_size_changes.members_before,
        segment_size_changes.mean_members,
        segment_size_changes.change_share,
        segment_size_changes.change_from_mean_share,
        coverage.lowest_known_share,
        {{ exposures_of('segments.segment_id') }} as used_by,
        {{ days_ago('segments.reviewed_on') }} as days_since_review

    from segments

    cross join audience

    left join sized
        on segments.segment_id = sized.segment_id

    left join segment_neighbours
        on segments.segment_id = segment_neighbours.segment_id

    left join segment_size_changes
        on segments.segment_id = segment_size_changes.segment_id

    left join coverage
        on segments.segment_id = coverage.segment_id

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
        members_before,
        change_share,
        mean_members,
        change_from_mean_share,
        lowest_known_share,
        used_by,
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
