with

source as (

    {{ read_source(source('hubspot', 'contact')) }}

),

merge_audits as (

    {{ read_source(source('hubspot', 'contact_merge_audit')) }}

),

owners as (

    {{ read_source(source('hubspot', 'owner')) }}

),

{{ hubspot_merges('source', 'merge_audits') }},

renamed as (

    select
        ---------- ids
        source.record_key as contact_record_key,
        source.source_system,
        source.source_instance,
        source.source_row,
        source.id as source_contact_id,
        source.source_scope || ':' || source.company_id as company_record_key,
        source.source_scope || ':'
        || merged_away.survivor_id as merged_into_record_key,

        ---------- strings
        'contact' as record_type,
        source.email,
        coalesce(source.mobilephone, source.phone) as phone,
        source.firstname as first_name,
        source.lastname as last_name,
        source.company as company_name,
        source.jobtitle as job_title,
        source.lifecyclestage as lifecycle_stage,
        source.hs_lead_status as lead_status,
        source.hs_analytics_source as source_channel,
        source.utm_source,
        source.utm_medium,
        source.utm_campaign,
        source.city,
        source.state as region,
        source.country,
        source.zip as postal_code,
        source.hs_language as language,
        source.gender,
        {{ hubspot_owner('source', 'owners') }} as owner,
        cast(null as {{ dbt.type_string() }}) as tags,
        source.extra_values,

        ---------- booleans
        source.hs_email_optout as is_email_opted_out,
        {{ is_gone() }} as is_deleted,

        ---------- dates and times
        source.date_of_birth as birth_on,
        source.createdate as created_at,
        source.lastmodifieddate as updated_at,

        ---------- faults
        source.record_id,
        source.bad_values,
        source.rejection

    from source

    left join merged_away
        on
            source.source_scope = merged_away.source_scope
            and source.id = merged_away.merged_id

    left join owners
        on
            source.source_scope = owners.source_scope
            and source.hubspot_owner_id = owners.record_id
            and owners.rejection is null

)

select * from renamed
