-- E-mail addresses and phones of several people: families, front desks.
with

identifiers as (

    select * from {{ ref('int_contact_identifiers__cleaned') }}

    where identifier_type in ('email', 'phone')

),

links as (

    select * from {{ ref('int_contacts__linked') }}

),

shared as (

    select
        identifiers.identifier_type,
        identifiers.identifier_value,
        count(distinct links.contact_id) as contact_count

    from identifiers

    inner join links
        on identifiers.contact_record_key = links.contact_record_key

    group by
        identifiers.identifier_type,
        identifiers.identifier_value

    having count(distinct links.contact_id) > 1

)

select * from shared
