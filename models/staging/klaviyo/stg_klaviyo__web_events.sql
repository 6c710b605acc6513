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
        source.record_key as web_event_key,
        source.source_system,
        source.source_instance,
        source.source_row,
        source.source_scope || ':' || source.person_id as contact_record_key,
        cast(null as {{ dbt.type_string() }}) as anonymous_id,
        cast(null as {{ dbt.type_string() }}) as session_id,
        cast(null as {{ dbt.type_string() }}) as content_id,

        ---------- strings
        cast(null as {{ dbt.type_string() }}) as email,
        coalesce(metrics.name, source.metric_id) as event_name,
        source.url as page_url,
        source.title as page_title,
        cast(null as {{ dbt.type_string() }}) as referrer,
        cast(null as {{ dbt.type_string() }}) as utm_source,
        cast(null as {{ dbt.type_string() }}) as utm_medium,
        cast(null as {{ dbt.type_string() }}) as utm_campaign,

        ---------- dates and times
        source.occurred_at,

        ---------- faults
        source.record_id,
        source.bad_values,
        {{ rejected_when([
            ['source.is_deleted', 'is_deleted', 'deleted in its system'],
        ]) }} as rejection

    from source

    left join metrics
        on source.source_scope = metrics.source_scope
            and source.metric_id = metrics.record_id
            and metrics.rejection is null

    where
        source.rejection is not null
        or source.is_deleted
        or {{ klaviyo_event_kind('metrics.name') }} = 'web'

)

select * from renamed
