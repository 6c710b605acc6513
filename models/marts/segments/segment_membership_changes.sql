with

history as (

    select * from {{ ref('segment_membership_history') }}

),

changes as (

    select
        opened_sequence as sequence_number,
        segment_id,
        contact_id,
        change_in as change_type,
        true as is_member,
        reason_in as reason,
        variant,
        is_primary,
        is_permitted,
        is_actionable,
        member_since,
        definition_hash,
        valid_from as effective_on,
        opened_build_id as build_id,
        opened_at as recorded_at

    from history

    union all

    -- a row that another followed was closed by the change that opened that one
    select
        closed_sequence as sequence_number,
        segment_id,
        contact_id,
        change_out as change_type,
        false as is_member,
        reason_out as reason,
        variant,
        false as is_primary,
        false as is_permitted,
        false as is_actionable,
        member_since,
        latest_definition_hash as definition_hash,
        valid_to as effective_on,
        closed_build_id as build_id,
        closed_at as recorded_at

    from history

    where change_out = 'exited'

)

select * from changes
