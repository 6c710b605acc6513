with

source as (

    {{ read_source(source('csv', 'consent_events')) }}

),

renamed as (

    select
        ---------- ids
        record_key as consent_event_key,
        source_system,
        source_instance,
        source_row,
        source_scope || ':' || contact_id as contact_record_key,

        ---------- strings
        email,
        channel,
        coalesce(purpose, 'marketing') as purpose,
        status as consent_status,
        legal_basis,
        source as evidence,
        jurisdiction,

        ---------- dates and times
        occurred_at,

        ---------- faults
        record_id,
        bad_values,
        rejection

    from source

)

select * from renamed
