with

source as (

    {{ read_source(source('segment', 'aliases')) }}

),

renamed as (

    select
        ---------- ids
        record_key as web_event_key,
        source_system,
        source_instance,
        source_row,
        source_scope || ':' || user_id as contact_record_key,
        previous_id as anonymous_id,
        cast(null as {{ dbt.type_string() }}) as session_id,
        cast(null as {{ dbt.type_string() }}) as content_id,

        ---------- strings
        cast(null as {{ dbt.type_string() }}) as email,
        'identify' as event_name,
        cast(null as {{ dbt.type_string() }}) as page_url,
        cast(null as {{ dbt.type_string() }}) as page_title,
        cast(null as {{ dbt.type_string() }}) as referrer,
        cast(null as {{ dbt.type_string() }}) as utm_source,
        cast(null as {{ dbt.type_string() }}) as utm_medium,
        cast(null as {{ dbt.type_string() }}) as utm_campaign,

        ---------- dates and times
        occurred_at,

        ---------- faults
        record_id,
        bad_values,
        rejection

    from source

)

select * from renamed
