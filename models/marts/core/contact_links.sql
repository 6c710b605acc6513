-- Why records are one contact: every identifier that at least two of its
-- records share as the same person.
with

links as (

    select * from {{ ref('int_contacts__told_apart') }}

),

linked as (

    select * from {{ ref('int_contacts__linked') }}

),

described as (

    select
        linked.contact_id,
        links.identifier_type as rule,
        links.identifier_value,
        links.person_name,
        cast(1 as {{ type_money() }}) as score,
        count(*) as record_count,
        {{ sorted_list('links.contact_record_key', ', ') }}
            as contact_record_keys

    from links

    inner join linked
        on links.contact_record_key = linked.contact_record_key

    group by
        linked.contact_id,
        links.identifier_type,
        links.identifier_value,
        links.person_name

    having count(*) > 1

)

select * from described
