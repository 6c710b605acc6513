with

source as (

    {{ read_source(source('csv', 'support_tickets')) }}

),

renamed as (

    select
        ---------- ids
        record_key as ticket_key,
        source_system,
        source_instance,
        source_row,
        ticket_id as source_ticket_id,
        source_scope || ':' || contact_id as contact_record_key,

        ---------- strings
        email,
        status as ticket_status,
        priority,
        category,
        channel,

        ---------- numbers
        csat_score,

        ---------- dates and times
        created_at,
        closed_at,

        ---------- faults
        record_id,
        bad_values,
        rejection

    from source

)

select * from renamed
