-- An identifier that links and is held, as one person, in two components means that linking has
-- stopped too early.
with

identifiers as (

    select * from {{ ref('int_contacts__told_apart') }}

),

components as (

    select * from {{ ref('int_contacts__connected') }}

)

select
    identifiers.identifier_type,
    identifiers.identifier_value,
    identifiers.person_name,
    count(distinct components.component_key) as component_count

from identifiers

inner join components
    on identifiers.contact_record_key = components.contact_record_key

group by
    identifiers.identifier_type,
    identifiers.identifier_value,
    identifiers.person_name

having count(distinct components.component_key) > 1
