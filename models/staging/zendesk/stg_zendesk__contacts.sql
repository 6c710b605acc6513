with

source as (

    {{ read_source(source('zendesk', 'user')) }}

),

named as (

    {# who is not known by name is called by number or address #}
    select
        *,
        case when not {{ matches('name', '[0-9@]') }} then name end as person_name

    from source

),

renamed as (

    select
        ---------- ids
        record_key as contact_record_key,
        source_system,
        source_instance,
        source_row,
        id as source_contact_id,
        source_scope || ':' || organization_id as company_record_key,
        cast(null as {{ dbt.type_string() }}) as merged_into_record_key,

        ---------- strings
        'contact' as record_type,
        email,
        phone,
        {{ part_of('person_name', "' '", 1) }} as first_name,
        nullif({{ replace_pattern('person_name', '^[^ ]+ *', '') }}, '')
            as last_name,
        cast(null as {{ dbt.type_string() }}) as company_name,
        cast(null as {{ dbt.type_string() }}) as job_title,
        cast(null as {{ dbt.type_string() }}) as lifecycle_stage,
        cast(null as {{ dbt.type_string() }}) as lead_status,
        cast(null as {{ dbt.type_string() }}) as source_channel,
        cast(null as {{ dbt.type_string() }}) as utm_source,
        cast(null as {{ dbt.type_string() }}) as utm_medium,
        cast(null as {{ dbt.type_string() }}) as utm_campaign,
        cast(null as {{ dbt.type_string() }}) as city,
        cast(null as {{ dbt.type_string() }}) as region,
        cast(null as {{ dbt.type_string() }}) as country,
        cast(null as {{ dbt.type_string() }}) as postal_code,
        locale as language,
        cast(null as {{ dbt.type_string() }}) as gender,
        cast(null as {{ dbt.type_string() }}) as owner,
        cast(null as {{ dbt.type_string() }}) as tags,
        extra_values,

        ---------- booleans
        cast(null as {{ dbt.type_boolean() }}) as is_email_opted_out,
        {{ is_gone('named') }} or not coalesce(is_active, true) as is_deleted,

        ---------- dates and times
        cast(null as date) as birth_on,
        created_at,
        updated_at,

        ---------- faults
        record_id,
        bad_values,
        {{ rejected_when([
            [zendesk_is_staff('role'), 'role', 'works for the company, no customer'],
        ], 'named') }} as rejection

    from named

)

select * from renamed
