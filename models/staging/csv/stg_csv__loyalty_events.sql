with

source as (

    {{ read_source(source('csv', 'loyalty_events')) }}

),

renamed as (

    select
        ---------- ids
        record_key as loyalty_event_key,
        source_system,
        source_instance,
        source_row,
        source_scope || ':' || contact_id as contact_record_key,

        ---------- strings
        email,
        event_type,
        tier,
        location,

        ---------- numbers
        points,

        ---------- dates and times
        occurred_at,

        ---------- faults
        record_id,
        bad_values,
        rejection

    from source

)

select * from renamed
