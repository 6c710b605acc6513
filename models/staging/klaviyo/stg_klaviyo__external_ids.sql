with

source as (

    {{ read_source(source('klaviyo', 'person')) }}

),

renamed as (

    select
        record_key as contact_record_key,
        source_system,
        source_instance,
        source_row,
        'user_id' as identifier_type,
        external_id as identifier_value,
        record_id,
        cast(null as {{ dbt.type_string() }}) as bad_values,
        rejection

    from source

    where external_id is not null and rejection is null

)

select * from renamed
