-- Whoever follows the changes from the first one ends with exactly the members
-- of today, and knows of each what segment_memberships says.
with

changes as (

    select
        *,
        row_number() over (
            partition by segment_id, contact_id
            order by sequence_number desc
        ) as place

    from {{ ref('segment_membership_changes') }}

),

replayed as (

    select
        segment_id,
        contact_id,
        variant = 'holdout' as is_holdout,
        is_primary,
        is_permitted,
        is_actionable

    from changes

    where
        place = 1
        and is_member

),

memberships as (

    select
        segment_id,
        contact_id,
        is_holdout,
        is_primary,
        is_permitted,
        is_actionable

    from {{ ref('segment_memberships') }}

),

missing as (

    select * from memberships

    except

    select * from replayed

),

surplus as (

    select * from replayed

    except

    select * from memberships

)

select
    'not in the changes' as fault,
    missing.*

from missing

union all

select
    'only in the changes' as fault,
    surplus.*

from surplus
