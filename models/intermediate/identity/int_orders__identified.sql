-- Every order with the contact it belongs to: the one it names, else the one
-- whose address it names; null when there is neither.
with

orders as (

    select * from {{ ref('int_orders__unioned') }}

),

links as (

    select * from {{ ref('int_contacts__linked') }}

),

emails as (

    select * from {{ ref('int_contact_emails__linked') }}

),

keyed as (

    select
        *,
        {{ email_key('email') }} as email_key

    from orders

),

identified as (

    select
        keyed.*,
        coalesce(links.contact_id, emails.contact_id) as contact_id

    from keyed

    left join links
        on keyed.contact_record_key = links.contact_record_key

    left join emails
        on keyed.email_key = emails.email_key

)

select * from identified
