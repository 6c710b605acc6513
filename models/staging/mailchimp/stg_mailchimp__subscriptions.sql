with

source as (

    {{ read_source(source('mailchimp', 'member')) }}

),

said as (

    select
        source.*,
        lower(status) as said_status,
        {# how many audiences this address is still subscribed to #}
        sum(case when lower(status) = 'subscribed' then 1 else 0 end) over (
            partition by source_scope, id
        ) as subscribed_lists

    from source

    where rejection is null

),

renamed as (

    select
        ---------- ids
        record_key as consent_event_key,
        source_system,
        source_instance,
        source_row,
        record_key as contact_record_key,

        ---------- strings
        cast(null as {{ dbt.type_string() }}) as email,
        'email' as channel,
        'marketing' as purpose,
        case said_status
            when 'subscribed' then 'granted'
            when 'unsubscribed' then 'withdrawn'
            else 'pending'
        end as consent_status,
        cast(null as {{ dbt.type_string() }}) as legal_basis,
        said_status || ' on audience ' || list_id as evidence,
        cast(null as {{ dbt.type_string() }}) as jurisdiction,

        ---------- dates and times
        case said_status
            when 'subscribed'
                then coalesce(timestamp_opt, timestamp_signup, last_changed)
            when 'unsubscribed' then last_changed
            else coalesce(timestamp_signup, last_changed)
        end as occurred_at,

        ---------- faults
        record_id,
        cast(null as {{ dbt.type_string() }}) as bad_values,
        rejection

    from said

    where
        said_status in ('subscribed', 'pending')
        {% if var('mailchimp__leaving_one_list_is_leaving_all') -%}
        or said_status = 'unsubscribed'
        {%- else -%}
        or (said_status = 'unsubscribed' and subscribed_lists = 0)
        {%- endif %}

)

select * from renamed
