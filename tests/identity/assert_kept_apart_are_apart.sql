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
    ones.contact_id

from contact_overrides

inner join links as ones
    on contact_overrides.contact_record_key = ones.contact_record_key

inner join links as others
    on
        contact_overrides.other_record_key = others.contact_record_key
        and ones.contact_id = others.contact_id
