with

source as (

    {{ read_source(source('csv', 'erasure_requests')) }}

),

renamed as (

    select
        ---------- ids
        source_system,
        source_instance,
        source_row,
        source_scope || ':' || contact_id as contact_record_key,

        ---------- strings
        email,
        phone,
        case lower(action) when 'return' then 'return' else 'erase' end
            as action,

        ---------- dates and times
        requested_at,

        ---------- faults
        record_id,
        bad_values,
        rejection

    from source

)

select * from renamed
