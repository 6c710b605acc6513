with

source as (

    {{ read_source(source('klaviyo', 'event')) }}

),

metrics as (

    {{ read_source(source('klaviyo', 'metric')) }}

),

renamed as (

    select
        ---------- ids
        source.record_key as logged_activity_key,
        source.source_system,
        source.source_instance,
        source.source_row,
        source.source_scope || ':' || source.person_id as contact_record_key,

        ---------- strings
        'sms' as activity_type,
        case
            when lower(metrics.name) like 'clicked%' then 'inbound'
            when lower(metrics.name) like 'sent%' then 'inbound'
            else 'outbound'
        end as direction,
        metrics.name as outcome,

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

    where
        source.rejection is null
        and not coalesce(source.is_deleted, false)
        and {{ klaviyo_event_kind('metrics.name') }} = 'sms'

)

select * from renamed
