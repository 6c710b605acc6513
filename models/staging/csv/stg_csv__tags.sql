with

source as (

    {{ read_source(source('csv', 'tags')) }}

),

renamed as (

    select
        ---------- ids
        record_key as contact_tag_key,
        source_system,
        source_instance,
        source_row,
        source_scope || ':' || contact_id as contact_record_key,

        ---------- strings
        tag,

        ---------- dates and times
        tagged_at,

        ---------- faults
        record_id,
        bad_values,
        rejection

    from source

)

select * from renamed
