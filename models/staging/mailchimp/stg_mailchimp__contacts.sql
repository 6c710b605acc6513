with

source as (

    {{ read_source(source('mailchimp', 'member')) }}

),

lists as (

    {{ read_source(source('mailchimp', 'list')) }}

),

renamed as (

    select
        ---------- ids
        source.record_key as contact_record_key,
        source.source_system,
        source.source_instance,
        source.source_row,
        source.record_id as source_contact_id,
        cast(null as {{ dbt.type_string() }}) as company_record_key,
        cast(null as {{ dbt.type_string() }}) as merged_into_record_key,

        ---------- strings
        'contact' as record_type,
        source.email_address as email,
        source.phone,
        source.first_name,
        source.last_name,
        source.company as company_name,
        cast(null as {{ dbt.type_string() }}) as job_title,
        cast(null as {{ dbt.type_string() }}) as lifecycle_stage,
        cast(null as {{ dbt.type_string() }}) as lead_status,
        cast(null as {{ dbt.type_string() }}) as source_channel,
        cast(null as {{ dbt.type_string() }}) as utm_source,
        cast(null as {{ dbt.type_string() }}) as utm_medium,
        cast(null as {{ dbt.type_string() }}) as utm_campaign,
        cast(null as {{ dbt.type_string() }}) as city,
        cast(null as {{ dbt.type_string() }}) as region,
        source.country_code as country,
        cast(null as {{ dbt.type_string() }}) as postal_code,
        source.language,
        cast(null as {{ dbt.type_string() }}) as gender,
        cast(null as {{ dbt.type_string() }}) as owner,
        case
            when lower(source.status) = 'subscribed'
                then replace(lists.name, ';', ',')
        end as tags,
        source.extra_values,

        ---------- booleans
        cast(null as {{ dbt.type_boolean() }}) as is_email_opted_out,
        coalesce(source.is_deleted, false)
        or coalesce(lower(source.status) = 'archived', false) as is_deleted,

        ---------- dates and times
        cast(null as date) as birth_on,
        coalesce(source.timestamp_signup, source.timestamp_opt) as created_at,
        source.last_changed as updated_at,

        ---------- faults
        source.record_id,
        source.bad_values,
        source.rejection

    from source

    left join lists
        on source.source_scope = lists.source_scope
            and source.list_id = lists.record_id
            and lists.rejection is null

)

select * from renamed
