with

source as (

    {{ read_source(source('woocommerce', 'customers')) }}

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
        phone,
        first_name,
        last_name,
        company as company_name,
        cast(null as {{ dbt.type_string() }}) as job_title,
        case when is_paying_customer then 'customer' end as lifecycle_stage,
        cast(null as {{ dbt.type_string() }}) as lead_status,
        cast(null as {{ dbt.type_string() }}) as source_channel,
        cast(null as {{ dbt.type_string() }}) as utm_source,
        cast(null as {{ dbt.type_string() }}) as utm_medium,
        cast(null as {{ dbt.type_string() }}) as utm_campaign,
        city,
        state as region,
        country,
        postcode as postal_code,
        cast(null as {{ dbt.type_string() }}) as language,
        cast(null as {{ dbt.type_string() }}) as gender,
        cast(null as {{ dbt.type_string() }}) as owner,
        cast(null as {{ dbt.type_string() }}) as tags,
        extra_values,

        ---------- booleans
        cast(null as {{ dbt.type_boolean() }}) as is_email_opted_out,
        false as is_deleted,

        ---------- dates and times
        cast(null as date) as birth_on,
        coalesce(date_created_gmt, date_created) as created_at,
        date_modified_gmt as updated_at,

        ---------- faults
        record_id,
        bad_values,
        rejection

    from source

)

select * from renamed
