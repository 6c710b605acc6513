with

source as (

    {{ read_source(source('csv', 'attributes')) }}

),

renamed as (

    select
        ---------- ids
        record_key as contact_attribute_key,
        source_system,
        source_instance,
        source_row,
        source_scope || ':' || contact_id as contact_record_key,

        ---------- strings
        lower(attribute_name) as attribute_name,
        attribute_value,
        provider,

        ---------- dates and times
        observed_at,

        ---------- faults
        record_id,
        bad_values,
        rejection

    from source

)

select * from renamed
