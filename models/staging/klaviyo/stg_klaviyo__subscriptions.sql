with

source as (

    {{ read_source(source('klaviyo', 'person')) }}

),

said as (

    select
        source.*,
        'email' as channel,
        email_consent as consent_status,
        email_consent_at as occurred_at

    from source

    where lower(email_consent) in ('subscribed', 'unsubscribed')

    union all

    select
        source.*,
        'sms' as channel,
        coalesce(sms_consent, 'SUBSCRIBED') as consent_status,
        sms_consent_at as occurred_at

    from source

    where
        lower(sms_consent) in ('subscribed', 'unsubscribed')
        or (sms_consent is null and can_receive_sms)

),

renamed as (

    select
        ---------- ids
        record_key || '|' || channel as consent_event_key,
        source_system,
        source_instance,
        source_row,
        record_key as contact_record_key,

        ---------- strings
        cast(null as {{ dbt.type_string() }}) as email,
        channel,
        'marketing' as purpose,
        consent_status,
        cast(null as {{ dbt.type_string() }}) as legal_basis,
        'subscription' as evidence,
        cast(null as {{ dbt.type_string() }}) as jurisdiction,

        ---------- dates and times
        occurred_at,

        ---------- faults
        record_id,
        cast(null as {{ dbt.type_string() }}) as bad_values,
        rejection

    from said

    where rejection is null

)

select * from renamed
