with

source as (

    {{ read_source(source('salesforce', 'contact')) }}

),

users as (

    {{ read_source(source('salesforce', 'user')) }}

),

renamed as (

    select
        ---------- ids
        source.record_key as contact_record_key,
        source.source_system,
        source.source_instance,
        source.source_row,
        source.id as source_contact_id,
        source.source_scope || ':' || source.account_id as company_record_key,
        source.source_scope || ':'
        || source.master_record_id as merged_into_record_key,

        ---------- strings
        'contact' as record_type,
        source.email,
        coalesce(source.mobile_phone, source.phone, source.home_phone) as phone,
        source.first_name,
        source.last_name,
        cast(null as {{ dbt.type_string() }}) as company_name,
        source.title as job_title,
        cast(null as {{ dbt.type_string() }}) as lifecycle_stage,
        cast(null as {{ dbt.type_string() }}) as lead_status,
        source.lead_source as source_channel,
        source.utm_source,
        source.utm_medium,
        source.utm_campaign,
        source.mailing_city as city,
        coalesce(source.mailing_state, source.mailing_state_code) as region,
        coalesce(
            source.mailing_country, source.mailing_country_code
        ) as country,
        source.mailing_postal_code as postal_code,
        cast(null as {{ dbt.type_string() }}) as language,
        cast(null as {{ dbt.type_string() }}) as gender,
        coalesce(users.name, source.owner_id) as owner,
        cast(null as {{ dbt.type_string() }}) as tags,
        source.extra_values,

        ---------- booleans
        source.has_opted_out_of_email as is_email_opted_out,
        {{ is_gone('source') }} as is_deleted,

        ---------- dates and times
        source.birthdate as birth_on,
        source.created_date as created_at,
        source.last_modified_date as updated_at,

        ---------- faults
        source.record_id,
        source.bad_values,
        source.rejection

    from source

    left join users
        on source.source_scope = users.source_scope
            and source.owner_id = users.record_id
            and users.rejection is null

)

select * from renamed
