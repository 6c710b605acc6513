with

source as (

    {{ read_source(source('csv', 'web_events')) }}

),

renamed as (

    select
        ---------- ids
        record_key as web_event_key,
        source_system,
        source_instance,
        source_row,
        source_scope || ':' || contact_id as contact_record_key,
        anonymous_id,
        session_id,
        content_id,

        ---------- strings
        email,
        event_name,
        page_url,
        page_title,
        referrer,
        utm_source,
        utm_medium,
        utm_campaign,

        ---------- dates and times
        occurred_at,

        ---------- faults
        record_id,
        bad_values,
        rejection

    from source

)

select * from renamed
