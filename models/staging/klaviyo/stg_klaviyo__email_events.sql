with

source as (

    {{ read_source(source('klaviyo', 'event')) }}

),

metrics as (

    {{ read_source(source('klaviyo', 'metric')) }}

),

campaigns as (

    {{ read_source(source('klaviyo', 'campaign')) }}

),

flows as (

    {{ read_source(source('klaviyo', 'flow')) }}

),

renamed as (

    select
        ---------- ids
        source.record_key as email_event_key,
        source.source_system,
        source.source_instance,
        source.source_row,
        source.source_scope || ':' || source.person_id as contact_record_key,
        coalesce(source.campaign_id, source.flow_id) as campaign_id,

        ---------- strings
        cast(null as {{ dbt.type_string() }}) as email,
        metrics.name as event_type,
        source.bounce_type,
        coalesce(
            campaigns.name, source.campaign_name, flows.name
        ) as campaign_name,
        source.url,

        ---------- dates and times
        source.occurred_at,

        ---------- faults
        source.record_id,
        cast(null as {{ dbt.type_string() }}) as bad_values,
        source.rejection

    from source

    inner join metrics
        on source.source_scope = metrics.source_scope
            and source.metric_id = metrics.record_id
            and metrics.rejection is null

    left join campaigns
        on source.source_scope = campaigns.source_scope
            and source.campaign_id = campaigns.record_id
            and campaigns.rejection is null

    left join flows
        on source.source_scope = flows.source_scope
            and source.flow_id = flows.record_id
            and flows.rejection is null

    where
        source.rejection is null
        and not coalesce(source.is_deleted, false)
        and {{ klaviyo_event_kind('metrics.name') }} = 'email'

)

select * from renamed
