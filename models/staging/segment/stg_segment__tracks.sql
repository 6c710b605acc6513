with

source as (

    {{ read_source(source('segment', 'tracks')) }}

),

renamed as (

    select
        ---------- ids
        record_key as web_event_key,
        source_system,
        source_instance,
        source_row,
        source_scope || ':' || user_id as contact_record_key,
        anonymous_id,
        cast(null as {{ dbt.type_string() }}) as session_id,
        cast(null as {{ dbt.type_string() }}) as content_id,

        ---------- strings
        cast(null as {{ dbt.type_string() }}) as email,
        coalesce(event_text, event) as event_name,
        url as page_url,
        title as page_title,
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
