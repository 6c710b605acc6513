-- Who was identified but is not in the table of users.
with

source as (

    {{ read_source(source('segment', 'identifies')) }}

),

users as (

    {{ read_source(source('segment', 'users')) }}

),

memberships as (

    {{ segment_latest(source('segment', 'groups'), 'user_id', 'group_id') }}

),

renames as (

    {{ segment_latest(source('segment', 'aliases'), 'previous_id', 'user_id') }}

),

ranked as (

    select
        *,
        row_number() over (
            partition by source_scope, user_id
            order by occurred_at desc, id asc
        ) as newest_first

    from source

    where rejection is null and user_id is not null

),

renamed as (

    select
        ---------- ids
        ranked.source_scope || ':' || ranked.user_id as contact_record_key,
        ranked.source_system,
        ranked.source_instance,
        ranked.source_row,
        ranked.user_id as source_contact_id,
        ranked.source_scope || ':'
        || memberships.latest_value as company_record_key,
        ranked.source_scope || ':'
        || renames.latest_value as merged_into_record_key,

        ---------- strings
        'contact' as record_type,
        ranked.email,
        ranked.phone,
        coalesce(
            ranked.first_name, {{ part_of('ranked.name', "' '", 1) }}
        ) as first_name,
        coalesce(
            ranked.last_name,
            nullif({{ replace_pattern('ranked.name', '^[^ ]+ *', '') }}, '')
        ) as last_name,
        ranked.company_name,
        ranked.title as job_title,
        cast(null as {{ dbt.type_string() }}) as lifecycle_stage,
        cast(null as {{ dbt.type_string() }}) as lead_status,
        cast(null as {{ dbt.type_string() }}) as source_channel,
        cast(null as {{ dbt.type_string() }}) as utm_source,
        cast(null as {{ dbt.type_string() }}) as utm_medium,
        cast(null as {{ dbt.type_string() }}) as utm_campaign,
        ranked.city,
        ranked.state as region,
        ranked.country,
        ranked.postal_code,
        ranked.locale as language,
        ranked.gender,
        cast(null as {{ dbt.type_string() }}) as owner,
        cast(null as {{ dbt.type_string() }}) as tags,
        ranked.extra_values,

        ---------- booleans
        cast(null as {{ dbt.type_boolean() }}) as is_email_opted_out,
        false as is_deleted,

        ---------- dates and times
        ranked.birthday as birth_on,
        ranked.created_at,
        ranked.received_at as updated_at,

        ---------- faults
        ranked.record_id,
        cast(null as {{ dbt.type_string() }}) as bad_values,
        ranked.rejection

    from ranked

    left join users
        on
            ranked.source_scope = users.source_scope
            and ranked.user_id = users.record_id
            and users.rejection is null

    left join memberships
        on
            ranked.source_scope = memberships.source_scope
            and ranked.user_id = memberships.member_id

    left join renames
        on
            ranked.source_scope = renames.source_scope
            and ranked.user_id = renames.member_id

    where ranked.newest_first = 1 and users.record_id is null

)

select * from renamed
