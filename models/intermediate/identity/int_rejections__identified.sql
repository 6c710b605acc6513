-- Rows about somebody whom no record and no address makes known, and phone
-- numbers that cannot be dialled. An anonymous visit names nobody, so it is no
-- fault.
with

orders as (

    select * from {{ ref('int_orders__identified') }}

),

touchpoints as (

    select * from {{ ref('int_touchpoints__identified') }}

),

deals as (

    select * from {{ ref('int_deals__identified') }}

),

contacts as (

    select * from {{ ref('int_contacts__unioned') }}

),

cleaned_contacts as (

    select * from {{ ref('int_contacts__cleaned') }}

),

identified as (

    select
        source_system,
        source_instance,
        'orders' as source_table,
        source_row,
        order_key as record_id,
        'contact_id, email' as column_name,
        coalesce(contact_record_key, email) as raw_value,
        'names no contact that is known and no usable e-mail address' as reason,
        true as is_row_rejected

    from orders

    where contact_id is null

    union all

    {# an event is one row here, however many activities it would have made #}
    select distinct
        source_system,
        source_instance,
        entity as source_table,
        source_row,
        entity_key as record_id,
        'contact_id, email' as column_name,
        coalesce(contact_record_key, email) as raw_value,
        'names no contact that is known' as reason,
        true as is_row_rejected

    from touchpoints

    where
        contact_id is null
        and coalesce(contact_record_key, email) is not null

    union all

    select
        source_system,
        source_instance,
        'deals' as source_table,
        source_row,
        deal_key as record_id,
        'contact_id' as column_name,
        contact_record_key as raw_value,
        'names no contact that is known' as reason,
        company_record_key is null as is_row_rejected

    from deals

    where contact_id is null and contact_record_key is not null

    union all

    select
        contacts.source_system,
        contacts.source_instance,
        'contacts' as source_table,
        contacts.source_row,
        contacts.contact_record_key as record_id,
        'phone' as column_name,
        contacts.phone as raw_value,
        'is no phone number of the country, or names no country' as reason,
        false as is_row_rejected

    from contacts

    inner join cleaned_contacts
        on contacts.contact_record_key = cleaned_contacts.contact_record_key

    where
        contacts.phone is not null
        and cleaned_contacts.phone is null

)

select * from identified
