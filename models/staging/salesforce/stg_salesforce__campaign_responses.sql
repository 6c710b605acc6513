with

source as (

    {{ read_source(source('salesforce', 'campaign_member')) }}

),

campaigns as (

    {{ read_source(source('salesforce', 'campaign')) }}

),

renamed as (

    select
        ---------- ids
        source.record_key as logged_activity_key,
        source.source_system,
        source.source_instance,
        source.source_row,
        source.source_scope || ':'
        || coalesce(source.contact_id, source.lead_id) as contact_record_key,

        ---------- strings
        'campaign_response' as activity_type,
        'inbound' as direction,
        coalesce(campaigns.name, source.campaign_id)
        || coalesce(': ' || source.status, '') as outcome,

        ---------- dates and times
        cast(
            source.first_responded_date as {{ dbt.type_timestamp() }}
        ) as occurred_at,

        ---------- faults
        source.record_id,
        cast(null as {{ dbt.type_string() }}) as bad_values,
        source.rejection

    from source

    left join campaigns
        on source.source_scope = campaigns.source_scope
            and source.campaign_id = campaigns.record_id
            and campaigns.rejection is null

    where
        source.rejection is null
        and not {{ is_gone() }}
        and source.has_responded
        and source.first_responded_date is not null

)

select * from renamed
