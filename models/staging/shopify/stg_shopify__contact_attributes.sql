with

source as (

    {{ read_source(source('shopify', 'customer')) }}

),

renamed as (

    {# Shopify sets this state when it has erased a person's data on request #}
    select
        ---------- ids
        record_key || '|erasure_requested' as contact_attribute_key,
        source_system,
        source_instance,
        source_row,
        record_key as contact_record_key,

        ---------- strings
        'erasure_requested' as attribute_name,
        'true' as attribute_value,
        cast(null as {{ dbt.type_string() }}) as provider,

        ---------- dates and times
        email_consent_updated_at as observed_at,

        ---------- faults
        record_id,
        cast(null as {{ dbt.type_string() }}) as bad_values,
        cast(null as {{ dbt.type_string() }}) as rejection

    from source

    where rejection is null and lower(email_consent_state) = 'redacted'

)

select * from renamed
