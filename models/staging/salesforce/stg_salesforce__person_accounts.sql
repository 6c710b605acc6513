with

source as (

    {{ read_source(source('salesforce', 'account')) }}

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
        source_scope || ':' || coalesce(
            master_record_id, person_contact_id
        ) as merged_into_record_key,

        ---------- strings
        'contact' as record_type,
        person_email as email,
        coalesce(person_mobile_phone, phone) as phone,
        first_name,
        last_name,
        cast(null as {{ dbt.type_string() }}) as company_name,
        cast(null as {{ dbt.type_string() }}) as job_title,
        cast(null as {{ dbt.type_string() }}) as lifecycle_stage,
        cast(null as {{ dbt.type_string() }}) as lead_status,
        cast(null as {{ dbt.type_string() }}) as source_channel,
        cast(null as {{ dbt.type_string() }}) as utm_source,
        cast(null as {{ dbt.type_string() }}) as utm_medium,
        cast(null as {{ dbt.type_string() }}) as utm_campaign,
        billing_city as city,
        cast(null as {{ dbt.type_string() }}) as region,
        coalesce(billing_country, billing_country_code) as country,
        cast(null as {{ dbt.type_string() }}) as postal_code,
        cast(null as {{ dbt.type_string() }}) as language,
        cast(null as {{ dbt.type_string() }}) as gender,
        cast(null as {{ dbt.type_string() }}) as owner,
        cast(null as {{ dbt.type_string() }}) as tags,
        cast(null as {{ dbt.type_string() }}) as extra_values,

        ---------- booleans
        cast(null as {{ dbt.type_boolean() }}) as is_email_opted_out,
        {{ is_gone() }} as is_deleted,

        ---------- dates and times
        cast(null as date) as birth_on,
        created_date as created_at,
        last_modified_date as updated_at,

        ---------- faults
        record_id,
        bad_values,
        rejection

    from source

    where is_person_account

)

select * from renamed
