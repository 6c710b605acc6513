-- Who ordered without a record that is known: one guest per mailbox and
-- system. Whether a guest is a known contact is for linking to say.
with

contacts as (

    select * from {{ ref('int_contacts__unioned') }}

),

orders as (

    select * from {{ ref('int_orders__unioned') }}

),

mailbox_rules as (

    select * from {{ ref('mailbox_rules') }}

),

guest_orders as (

    select
        orders.source_system,
        orders.source_instance,
        orders.ordered_at,
        {{ clean_email('orders.email') }} as email,
        {{ email_key('orders.email') }} as email_key

    from orders

    left join contacts
        on orders.contact_record_key = contacts.contact_record_key

    left join mailbox_rules
        on {{ email_domain('orders.email') }} = mailbox_rules.domain

    where
        orders.email is not null
        and contacts.contact_record_key is null

),

guests as (

    select
        source_system,
        source_instance,
        email_key,
        min(email) as email,
        min(ordered_at) as created_at

    from guest_orders

    where email_key is not null

    group by
        source_system,
        source_instance,
        email_key

),

keyed as (

    select
        source_system
        || case when source_instance = '' then '' else '/' || source_instance end
        || ':guest:' || email_key as contact_record_key,
        source_system,
        source_instance,
        'guest:' || email_key as source_contact_id,
        email,
        email_key,
        created_at

    from guests

)

select * from keyed
