with

source as (

    {{ read_source(source('shopify', 'customer_tag')) }}

),

renamed as (

    select
        ---------- ids
        record_key as contact_tag_key,
        source_system,
        source_instance,
        source_row,
        source_scope || ':' || customer_id as contact_record_key,

        ---------- strings
        value as tag,

        ---------- dates and times
        cast(null as {{ dbt.type_timestamp() }}) as tagged_at,

        ---------- faults
        record_id,
        bad_values,
        rejection

    from source

)

select * from renamed
