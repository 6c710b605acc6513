with

source as (

    {{ read_source(source('csv', 'email_events')) }}

),

renamed as (

    select
        ---------- ids
        record_key as email_event_key,
        source_system,
        source_instance,
        source_row,
        source_scope || ':' || contact_id as contact_record_key,
        campaign_id,

        ---------- strings
        email,
        event_type,
        bounce_type,
        campaign_name,
        url,

        ---------- dates and times
        occurred_at,

        ---------- faults
        record_id,
        bad_values,
        rejection

    from source

)

select * from renamed
