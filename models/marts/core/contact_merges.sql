-- Every change of a contact's id, from the registry: which id became which, by
-- what, and where that one is today.
with

registry as (

    select * from {{ ref('int_contacts__registered') }}

    where change_type in ('merge', 'split')

),

changes as (

    select
        previous_contact_id as old_contact_id,
        contact_id as new_contact_id,
        change_type,
        registered_on as changed_on,
        min(rule) as rule,
        count(*) as record_count

    from registry

    group by
        previous_contact_id,
        contact_id,
        change_type,
        registered_on

),

{{ followed('changes', 'contact_id') }},

described as (

    select
        changes.old_contact_id,
        changes.new_contact_id,
        changes.change_type,
        changes.rule,
        changes.record_count,
        changes.changed_on,
        coalesce(followed.current_id, changes.new_contact_id)
            as current_contact_id

    from changes

    left join followed
        on changes.new_contact_id = followed.old_id

)

select * from described
