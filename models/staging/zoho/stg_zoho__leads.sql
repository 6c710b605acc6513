with

source as (

    {{ read_source(source('zoho', 'lead')) }}

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
        source_scope || ':' || converted_contact_id as merged_into_record_key,

        ---------- strings
        'lead' as record_type,
        email,
        coalesce(mobile, phone) as phone,
        first_name,
        last_name,
        company as company_name,
        designation as job_title,
        case
            when converted_contact_id is null and not coalesce(is_converted, false)
                then 'lead'
        end as lifecycle_stage,
        case
            when converted_contact_id is not null or is_converted
                then 'converted'
            else lead_status
        end as lead_status,
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
        cast(null as date) as birth_on,
        created_time as created_at,
        modified_time as updated_at,

        ---------- faults
        record_id,
        bad_values,
        rejection

    from source

)

select * from renamed
