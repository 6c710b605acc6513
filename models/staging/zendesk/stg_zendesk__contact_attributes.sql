with

source as (

    {{ read_source(source('zendesk', 'user')) }}

),

renamed as (

    select
        ---------- ids
        record_key || '|suspended' as contact_attribute_key,
        source_system,
        source_instance,
        source_row,
        record_key as contact_record_key,

        ---------- strings
        'suspended' as attribute_name,
        'true' as attribute_value,
        cast(null as {{ dbt.type_string() }}) as provider,

        ---------- dates and times
        updated_at as observed_at,

        ---------- faults
        record_id,
        cast(null as {{ dbt.type_string() }}) as bad_values,
        cast(null as {{ dbt.type_string() }}) as rejection

    from source

    where
        rejection is null
        and is_suspended
        and not coalesce({{ zendesk_is_staff('role') }}, false)

)

select * from renamed
