with

source as (

    {{ read_source(source('mailchimp', 'marketing_permission')) }}

),

renamed as (

    select
        ---------- ids
        record_key as consent_event_key,
        source_system,
        source_instance,
        source_row,
        source_scope || ':'
        || member_id || '|' || list_id as contact_record_key,

        ---------- strings
        cast(null as {{ dbt.type_string() }}) as email,
        coalesce(text, marketing_permission_id) as channel,
        'marketing' as purpose,
        case when enabled then 'granted' else 'denied' end as consent_status,
        cast(null as {{ dbt.type_string() }}) as legal_basis,
        'GDPR field' as evidence,
        cast(null as {{ dbt.type_string() }}) as jurisdiction,

        ---------- dates and times
        last_changed as occurred_at,

        ---------- faults
        record_id,
        bad_values,
        rejection

    from source

)

select * from renamed
