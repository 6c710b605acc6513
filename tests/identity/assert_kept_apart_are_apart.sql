-- Two records that a steward keeps apart are never one contact.
with

contact_overrides as (

    select
        {{ override_record_key('') }} as contact_record_key,
        {{ override_record_key('other_') }} as other_record_key

    from {{ ref('contact_overrides') }}

    where lower(trim(override)) = 'never_join'

),

links as (

    select * from {{ ref('int_contacts__linked') }}

)

select
    contact_overrides.contact_record_key,
    contact_overrides.other_record_key,
    one_links.contact_id

from contact_overrides

inner join links as one_links
    on contact_overrides.contact_record_key = one_links.contact_record_key

inner join links as other_links
    on
        contact_overrides.other_record_key = other_links.contact_record_key
        and one_links.contact_id = other_links.contact_id
