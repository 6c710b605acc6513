-- Whose mailbox an address is, for rows that name no contact. An address that
-- several contacts hold belongs to the one whose record is older.
with

contacts as (

    select * from {{ ref('int_contacts__cleaned') }}

),

identifiers as (

    select * from {{ ref('int_contact_identifiers__cleaned') }}

    where identifier_type = 'email'

),

links as (

    select * from {{ ref('int_contacts__linked') }}

),

ranked as (

    select
        identifiers.identifier_value as email_key,
        links.contact_id,
        row_number() over (
            partition by identifiers.identifier_value
            order by
                contacts.is_deleted asc,
                contacts.created_at asc nulls last,
                contacts.contact_record_key asc
        ) as holder_rank

    from identifiers

    inner join contacts
        on identifiers.contact_record_key = contacts.contact_record_key

    inner join links
        on identifiers.contact_record_key = links.contact_record_key

),

linked as (

    select
        email_key,
        contact_id

    from ranked

    where holder_rank = 1

)

select * from linked
