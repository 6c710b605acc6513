-- Of one contact and segment a row ends before the next begins, and a stay has
-- no hole in it.
with

history as (

    select
        *,
        lead(opened_sequence) over (
            partition by segment_id, contact_id
            order by opened_sequence
        ) as next_sequence,
        lead(valid_from) over (
            partition by segment_id, contact_id
            order by opened_sequence
        ) as next_from,
        lead(stay_id) over (
            partition by segment_id, contact_id
            order by opened_sequence
        ) as next_stay_id

    from {{ ref('segment_membership_history') }}

)

select
    opened_sequence,
    segment_id,
    contact_id,
    valid_from,
    valid_to,
    next_from

from history

where
    valid_to < valid_from
    or closed_sequence <= opened_sequence
    or (valid_to is null) != (closed_sequence is null)
    or (valid_to is null and next_sequence is not null)
    or next_sequence < closed_sequence
    or next_from < valid_to
    or (
        next_sequence is not null
        and (change_out = 'exited')
        != (next_sequence != closed_sequence and next_stay_id != stay_id)
    )
