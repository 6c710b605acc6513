with

source as (

    {{ read_source(source('segment', 'users')) }}

),

memberships as (

    select
        source_scope,
        user_id,
        group_id,
        row_number() over (
            partition by source_scope, user_id
            order by occurred_at desc, id asc
        ) as newest_first

    from ({{ read_source(source('segment', 'groups')) }}) as calls

    where rejection is null and user_id is not null

),

renames as (

    select
        source_scope,
        previous_id,
        user_id,
        row_number() over (
            partition by source_scope, previous_id
            order by occurred_at desc, id asc
        ) as newest_first

    from ({{ read_source(source('segment', 'aliases')) }}) as calls

    where rejection is null and previous_id != user_id

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
        || memberships.group_id as company_record_key,
        source.source_scope || ':'
        || renames.user_id as merged_into_record_key,

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
        on source.source_scope = memberships.source_scope
        and source.id = memberships.user_id
        and memberships.newest_first = 1

    left join renames
        on source.source_scope = renames.source_scope
        and source.id = renames.previous_id
        and renames.newest_first = 1

)

select * from renamed
