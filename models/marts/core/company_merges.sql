-- Every change of a company's id, from the registry: which id became which, by
-- what, and where that one is today.
with

registry as (

    select * from {{ ref('int_companies__registered') }}

    where change_type in ('merge', 'split')

),

changes as (

    select
        previous_company_id as old_company_id,
        company_id as new_company_id,
        change_type,
        registered_on as changed_on,
        min(rule) as rule,
        count(*) as record_count

    from registry

    group by
        previous_company_id,
        company_id,
        change_type,
        registered_on

),

{{ followed('changes', 'company_id') }},

described as (

    select
        changes.old_company_id,
        changes.new_company_id,
        changes.change_type,
        changes.rule,
        changes.record_count,
        changes.changed_on,
        coalesce(followed.current_id, changes.new_company_id)
            as current_company_id

    from changes

    left join followed
        on changes.new_company_id = followed.old_id

)

select * from described
