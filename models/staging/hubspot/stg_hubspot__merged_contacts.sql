with

contacts as (

    {{ read_source(source('hubspot', 'contact')) }}

),

merge_audits as (

    {{ read_source(source('hubspot', 'contact_merge_audit')) }}

),

{{ hubspot_merges('contacts', 'merge_audits') }},

renamed as (

    select
        ---------- ids
        merged_away.source_scope || ':'
        || merged_away.merged_id as contact_record_key,
        merged_away.source_system,
        merged_away.source_instance,
        cast(null as {{ dbt.type_bigint() }}) as source_row,
        merged_away.merged_id as source_contact_id,
        cast(null as {{ dbt.type_string() }}) as company_record_key,
        merged_away.source_scope || ':'
        || merged_away.survivor_id as merged_into_record_key,

        ---------- strings
        'contact' as record_type,
        {% for column in [
            'email', 'phone', 'first_name', 'last_name', 'company_name',
            'job_title', 'lifecycle_stage', 'lead_status', 'source_channel',
            'utm_source', 'utm_medium', 'utm_campaign', 'city', 'region',
            'country', 'postal_code', 'language', 'gender', 'owner', 'tags',
            'extra_values'
        ] -%}
        cast(null as {{ dbt.type_string() }}) as {{ column }},
        {% endfor %}
        ---------- booleans
        cast(null as {{ dbt.type_boolean() }}) as is_email_opted_out,
        true as is_deleted,

        ---------- dates and times
        cast(null as date) as birth_on,
        cast(null as {{ dbt.type_timestamp() }}) as created_at,
        cast(null as {{ dbt.type_timestamp() }}) as updated_at,

        ---------- faults
        merged_away.merged_id as record_id,
        cast(null as {{ dbt.type_string() }}) as bad_values,
        cast(null as {{ dbt.type_string() }}) as rejection

    from merged_away

    left join contacts
        on
            merged_away.source_scope = contacts.source_scope
            and merged_away.merged_id = contacts.id
            and contacts.rejection is null

    left join contacts as survivors
        on
            merged_away.source_scope = survivors.source_scope
            and merged_away.survivor_id = survivors.id
            and survivors.rejection is null

    left join merged_away as later_merges
        on
            merged_away.source_scope = later_merges.source_scope
            and merged_away.survivor_id = later_merges.merged_id

    {# old audits name contacts whose survivors are long gone too #}
    where
        contacts.id is null
        and coalesce(survivors.id, later_merges.merged_id) is not null

)

select * from renamed
