-- published after every test of the segments
-- depends_on: {{ ref('current_build') }}
with

history as (

    select * from {{ ref('segment_membership_history') }}

),

-- whoever is to be acted on in an internal segment need not have permitted it
sendable as (

    select
        stay_id as audience_membership_id,
        segment_id as audience_id,
        contact_id as person_id,
        member_since,
        valid_from as published_since

    from history

    where
        valid_to is null
        and is_actionable
        and is_permitted

)

select * from sendable
