with

records as (

    select * from {{ ref('int_contacts__cleaned') }}

),

links as (

    select * from {{ ref('int_contacts__linked') }}

),

contacts as (

    select * from {{ ref('int_contacts__merged') }}

),

shared_addresses as (

    select * from {{ ref('int_contact_addresses__shared') }}

),

crossed as (

    select
        records.contact_record_key,
        links.contact_id,
        records.source_system,
        records.source_instance,
        records.source_contact_id,
        records.record_type,
        records.email,
        records.first_name_as_written,
        records.last_name_as_written,
        shared_emails.identifier_value is not null as is_email_shared,
        shared_phones.identifier_value is not null as is_phone_shared,
        records.is_deleted,
        records.contact_record_key = contacts.primary_record_key as is_primary,
        records.created_at,
        records.updated_at

    from records

    inner join links
        on records.contact_record_key = links.contact_record_key

    inner join contacts
        on links.contact_id = contacts.contact_id

    left join shared_addresses as shared_emails
        on
            shared_emails.identifier_type = 'email'
            and records.email_key = shared_emails.identifier_value

    left join shared_addresses as shared_phones
        on
            shared_phones.identifier_type = 'phone'
            and records.phone = shared_phones.identifier_value

)

select * from crossed
