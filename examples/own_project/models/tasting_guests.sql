-- A model of one's own on top of the package's.
with

memberships as (

    select * from {{ ref('crm_segments', 'segment_memberships') }}

),

contacts as (

    select * from {{ ref('crm_segments', 'contacts') }}

),

guests as (

    select
        contacts.contact_id,
        contacts.first_name,
        contacts.email

    from memberships

    inner join contacts
        on memberships.contact_id = contacts.contact_id

    where memberships.segment_id = 'londoners'

)

select * from guests
