-- An identifier that links and is held, as one person, by two contacts means that linking has
-- stopped too early.
with

identifiers as (

    select * from {{ ref('int_contacts__told_apart') }}

),

links as (

    select * from {{ ref('int_contacts__linked') }}

)

select
    identifiers.identifier_type,
    identifiers.identifier_value,
    identifiers.person_name,
    count(distinct links.contact_id) as contact_count

from identifiers

inner join links
    on identifiers.contact_record_key = links.contact_record_key

group by
    identifiers.identifier_type,
    identifiers.identifier_value,
    identifiers.person_name

having count(distinct links.contact_id) > 1
