with

source as (

    {{ read_source(source('mailchimp', 'member')) }}

),

renamed as (

    select
        ---------- ids
        record_key || '|cleaned' as email_event_key,
        source_system,
        source_instance,
        source_row,
        record_key as contact_record_key,
        cast(null as {{ dbt.type_string() }}) as campaign_id,

        ---------- strings
        email_address as email,
        'bounced' as event_type,
        'hard' as bounce_type,
        cast(null as {{ dbt.type_string() }}) as campaign_name,
        cast(null as {{ dbt.type_string() }}) as url,

        ---------- dates and times
        coalesce(last_changed, timestamp_opt, timestamp_signup) as occurred_at,

        ---------- faults
        record_id,
        cast(null as {{ dbt.type_string() }}) as bad_values,
        rejection

    from source

    where
        lower(status) = 'cleaned'
        and coalesce(last_changed, timestamp_opt, timestamp_signup) is not null
        and rejection is null

)

select * from renamed
