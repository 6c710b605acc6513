with

source as (

    {{ read_source(source('segment', 'users')) }}

),

memberships as (

    {{ segment_latest(source('segment', 'groups'), 'user_id', 'group_id') }}

),

renames as (

    {{ segment_latest(source('segment', 'aliases'), 'previous_id', 'user_id') }}

),

renamed as (

    select
        ---------- ids
        source.record_key as contact_record_key,
        source.source_system,
        source.source_instance,
        source.source_row,
        source.id as source_contact_id,
        source.source_scope || ':'
        || memberships.latest_value as company_record_key,
        source.source_scope || ':'
        || renames.latest_value as merged_into_record_key,

        ---------- strings
        'contact' as record_type,
        source.email,
        source.phone,
        coalesce(
            source.first_name, {{ part_of('source.name', "' '", 1) }}
        ) as first_name,
        coalesce(
            source.last_name,
            nullif({{ replace_pattern('source.name', '^[^ ]+ *', '') }}, '')
        ) as last_name,
        source.company_name,
        source.title as job_title,
        cast(null as {{ dbt.type_string() }}) as lifecycle_stage,
        cast(null as {{ dbt.type_string() }}) as lead_status,
        cast(null as {{ dbt.type_string() }}) as source_channel,
        cast(null as {{ dbt.type_string() }}) as utm_source,
        cast(null as {{ dbt.type_string() }}) as utm_medium,
        cast(null as {{ dbt.type_string() }}) as utm_campaign,
        source.city,
        source.state as region,
        source.country,
        source.postal_code,
        source.locale as language,
        source.gender,
        cast(null as {{ dbt.type_string() }}) as owner,
        cast(null as {{ dbt.type_string() }}) as tags,
        source.extra_values,

        ---------- booleans
        cast(null as {{ dbt.type_boolean() }}) as is_email_opted_out,
        false as is_deleted,

        ---------- dates and times
        source.birthday as birth_on,
        source.created_at,
        source.received_at as updated_at,

        ---------- faults
        source.record_id,
        source.bad_values,
        source.rejection

    from source

    left join memberships
        on
            source.source_scope = memberships.source_scope
            and source.id = memberships.member_id

    left join renames
        on
            source.source_scope = renames.source_scope
            and source.id = renames.member_id

)

select * from renamed
