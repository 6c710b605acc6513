with

source as (

    {{ read_source(source('klaviyo', 'person')) }}

),

renamed as (

    select
        ---------- ids
        record_key as contact_record_key,
        source_system,
        source_instance,
        source_row,
        id as source_contact_id,
        cast(null as {{ dbt.type_string() }}) as company_record_key,
        cast(null as {{ dbt.type_string() }}) as merged_into_record_key,

        ---------- strings
        'contact' as record_type,
        email,
        phone_number as phone,
        first_name,
        last_name,
        organization as company_name,
        title as job_title,
        cast(null as {{ dbt.type_string() }}) as lifecycle_stage,
        cast(null as {{ dbt.type_string() }}) as lead_status,
        cast(null as {{ dbt.type_string() }}) as source_channel,
        cast(null as {{ dbt.type_string() }}) as utm_source,
        cast(null as {{ dbt.type_string() }}) as utm_medium,
        cast(null as {{ dbt.type_string() }}) as utm_campaign,
        city,
        region,
        country,
        zip as postal_code,
        locale as language,
        cast(null as {{ dbt.type_string() }}) as gender,
        cast(null as {{ dbt.type_string() }}) as owner,
        cast(null as {{ dbt.type_string() }}) as tags,
        extra_values,

        ---------- booleans
        not can_receive_email as is_email_opted_out,
        coalesce(is_deleted, false) as is_deleted,

        ---------- dates and times
        cast(null as date) as birth_on,
        created as created_at,
        updated as updated_at,

        ---------- faults
        record_id,
        bad_values,
        rejection

    from source

)

select * from renamed
