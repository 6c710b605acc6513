-- Every order with the contact it belongs to: the one it names, else the one
-- whose address it names; null when there is neither. A deal won in a CRM that
-- keeps no orders stands beside them.
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

sold_deals as (

    select * from {{ ref('int_deals__sold') }}

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

),

unioned as (

    select
        order_key,
        source_system,
        source_instance,
        source_row,
        source_order_id,
        contact_record_key,
        email,
        revenue_class,
        order_status,
        currency,
        channel,
        utm_source,
        utm_medium,
        utm_campaign,
        coupon_code,
        total_amount,
        subtotal_amount,
        discount_amount,
        tax_amount,
        shipping_amount,
        refunded_amount,
        is_test,
        ordered_at,
        email_key,
        contact_id

    from identified

    union all

    select
        order_key,
        source_system,
        source_instance,
        source_row,
        source_order_id,
        contact_record_key,
        cast(null as {{ dbt.type_string() }}) as email,
        'crm' as revenue_class,
        'completed' as order_status,
        currency,
        cast(null as {{ dbt.type_string() }}) as channel,
        cast(null as {{ dbt.type_string() }}) as utm_source,
        cast(null as {{ dbt.type_string() }}) as utm_medium,
        cast(null as {{ dbt.type_string() }}) as utm_campaign,
        cast(null as {{ dbt.type_string() }}) as coupon_code,
        total_amount,
        cast(null as {{ type_money() }}) as subtotal_amount,
        cast(null as {{ type_money() }}) as discount_amount,
        cast(null as {{ type_money() }}) as tax_amount,
        cast(null as {{ type_money() }}) as shipping_amount,
        cast(0 as {{ type_money() }}) as refunded_amount,
        false as is_test,
        ordered_at,
        cast(null as {{ dbt.type_string() }}) as email_key,
        contact_id

    from sold_deals

)

select * from unioned
