with

source as (

    {{ read_source(source('zoho', 'contact')) }}

),

renamed as (

    select
        ---------- ids
        record_key as contact_record_key,
        source_system,
        source_instance,
        source_row,
        id as source_contact_id,
        source_scope || ':' || account_id as company_record_key,
        cast(null as {{ dbt.type_string() }}) as merged_into_record_key,

        ---------- strings
        'contact' as record_type,
        email,
        coalesce(mobile, phone, home_phone) as phone,
        first_name,
        last_name,
        case when account_id is null then account_name end as company_name,
        title as job_title,
        cast(null as {{ dbt.type_string() }}) as lifecycle_stage,
        cast(null as {{ dbt.type_string() }}) as lead_status,
        lead_source as source_channel,
        cast(null as {{ dbt.type_string() }}) as utm_source,
        cast(null as {{ dbt.type_string() }}) as utm_medium,
        cast(null as {{ dbt.type_string() }}) as utm_campaign,
        city,
        state as region,
        country,
        postal_code,
        cast(null as {{ dbt.type_string() }}) as language,
        cast(null as {{ dbt.type_string() }}) as gender,
        coalesce(owner_name, owner_email) as owner,
        cast(null as {{ dbt.type_string() }}) as tags,
        extra_values,

        ---------- booleans
        email_opt_out as is_email_opted_out,
        {{ zoho_is_gone() }} as is_deleted,

        ---------- dates and times
        date_of_birth as birth_on,
        created_time as created_at,
        modified_time as updated_at,

        ---------- faults
        record_id,
        bad_values,
        rejection

    from source

)

select * from renamed
