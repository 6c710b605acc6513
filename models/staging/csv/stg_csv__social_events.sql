with

source as (

    {{ read_source(source('csv', 'social_events')) }}

),

renamed as (

    select
        ---------- ids
        record_key as social_event_key,
        source_system,
        source_instance,
        source_row,
        source_scope || ':' || contact_id as contact_record_key,

        ---------- strings
        handle,
        lower(network) as network,
        event_type,

        ---------- dates and times
        occurred_at,

        ---------- faults
        record_id,
        bad_values,
        rejection

    from source

)

select * from renamed
