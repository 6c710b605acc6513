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

mailbox_rules as (

    select * from {{ ref('mailbox_rules') }}

),

keyed as (

    select
        orders.*,
        {{ email_key('orders.email') }} as email_key

    from orders

    left join mailbox_rules
        on {{ email_domain('orders.email') }} = mailbox_rules.domain

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
