{# A name is one field: its first word is the given name of a person. #}
with

source as (

    {{ read_source(source('stripe', 'customer')) }}

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
        {{ part_of('name', "' '", 1) }} as first_name,
        case
            when name like '% %'
                then {{ parse_text("substr(name, " ~ dbt.position("' '", 'name') ~ ')') }}
        end as last_name,
        cast(null as {{ dbt.type_string() }}) as company_name,
        cast(null as {{ dbt.type_string() }}) as job_title,
        cast(null as {{ dbt.type_string() }}) as lifecycle_stage,
        cast(null as {{ dbt.type_string() }}) as lead_status,
        cast(null as {{ dbt.type_string() }}) as source_channel,
        cast(null as {{ dbt.type_string() }}) as utm_source,
        cast(null as {{ dbt.type_string() }}) as utm_medium,
        cast(null as {{ dbt.type_string() }}) as utm_campaign,
        address_city as city,
        address_state as region,
        address_country as country,
        address_postal_code as postal_code,
        cast(null as {{ dbt.type_string() }}) as language,
        cast(null as {{ dbt.type_string() }}) as gender,
        cast(null as {{ dbt.type_string() }}) as owner,
        cast(null as {{ dbt.type_string() }}) as tags,
        extra_values,

        ---------- booleans
        cast(null as {{ dbt.type_boolean() }}) as is_email_opted_out,
        coalesce(is_deleted, false) as is_deleted,

        ---------- dates and times
        cast(null as date) as birth_on,
        created as created_at,
        updated_at,

        ---------- faults
        record_id,
        bad_values,
        rejection

    from source

)

select * from renamed
