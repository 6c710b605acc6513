with

source as (

    {{ read_source(source('mailchimp', 'unsubscribe')) }}

),

campaigns as (

    {{ read_source(source('mailchimp', 'campaign')) }}

),

renamed as (

    select
        ---------- ids
        -- the row of what was sent has the same key
        source.record_key || '|unsubscribed' as email_event_key,
        source.source_system,
        source.source_instance,
        source.source_row,
        source.source_scope || ':'
        || source.member_id || '|' || source.list_id as contact_record_key,
        source.campaign_id,

        ---------- strings
        cast(null as {{ dbt.type_string() }}) as email,
        'unsubscribed' as event_type,
        cast(null as {{ dbt.type_string() }}) as bounce_type,
        coalesce(campaigns.title, campaigns.subject_line) as campaign_name,
        cast(null as {{ dbt.type_string() }}) as url,

        ---------- dates and times
        source.occurred_at,

        ---------- faults
        source.record_id,
        source.bad_values,
        source.rejection

    from source

    left join campaigns
        on source.source_scope = campaigns.source_scope
            and source.campaign_id = campaigns.record_id
            and campaigns.rejection is null

)

select * from renamed
