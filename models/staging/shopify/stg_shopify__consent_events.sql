{#
    What a customer said last about marketing, per channel, and the box that a
    guest ticked at the checkout. Who never said anything is not_subscribed, or
    accepts_marketing = false, without a date: that is unknown and no event.
    The faults of these rows are listed with contacts and orders.
#}
with

customers as (

    {{ read_source(source('shopify', 'customer')) }}

),

orders as (

    {{ read_source(source('shopify', 'order')) }}

),

stated as (

    select
        record_key || '|email' as consent_event_key,
        source_system,
        source_instance,
        source_row,
        record_key as contact_record_key,
        cast(null as {{ dbt.type_string() }}) as email,
        'email' as channel,
        coalesce(lower(email_consent_state), case
            when accepts_marketing then 'subscribed'
            when not accepts_marketing then 'not_subscribed'
        end) as consent_status,
        'customer' || coalesce(', ' || lower(email_consent_level), '') as evidence,
        case
            when email_consent_state is null then accepts_marketing_updated_at
            else email_consent_updated_at
        end as occurred_at,
        record_id

    from customers

    where rejection is null

    union all

    select
        record_key || '|sms' as consent_event_key,
        source_system,
        source_instance,
        source_row,
        record_key as contact_record_key,
        cast(null as {{ dbt.type_string() }}) as email,
        'sms' as channel,
        lower(sms_consent_state) as consent_status,
        'customer' || coalesce(', ' || lower(sms_consent_level), '') as evidence,
        sms_consent_updated_at as occurred_at,
        record_id

    from customers

    where rejection is null

    union all

    select
        record_key || '|checkout' as consent_event_key,
        source_system,
        source_instance,
        source_row,
        cast(null as {{ dbt.type_string() }}) as contact_record_key,
        email,
        'email' as channel,
        'subscribed' as consent_status,
        'checkout' as evidence,
        coalesce(processed_at, created_at) as occurred_at,
        record_id

    from orders

    where
        rejection is null
        and accepts_marketing
        and customer_id is null
        and email is not null

),

renamed as (

    select
        stated.*,
        'marketing' as purpose,
        cast(null as {{ dbt.type_string() }}) as legal_basis,
        cast(null as {{ dbt.type_string() }}) as jurisdiction,
        cast(null as {{ dbt.type_string() }}) as bad_values,
        cast(null as {{ dbt.type_string() }}) as rejection

    from stated

    where
        consent_status is not null
        and (consent_status != 'not_subscribed' or occurred_at is not null)

)

select * from renamed
