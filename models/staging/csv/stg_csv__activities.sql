with

source as (

    {{ read_source(source('csv', 'activities')) }}

),

renamed as (

    select
        ---------- ids
        record_key as logged_activity_key,
        source_system,
        source_instance,
        source_row,
        source_scope || ':' || contact_id as contact_record_key,

        ---------- strings
        activity_type,
        direction,
        outcome,

        ---------- dates and times
        occurred_at,

        ---------- faults
        record_id,
        bad_values,
        rejection

    from source

)

select * from renamed
