-- Rows about somebody whom no record and no address makes known. An anonymous
-- visit names nobody, so it is no fault.
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

)

select * from identified
