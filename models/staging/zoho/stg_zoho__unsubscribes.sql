with

{% for table in ['contact', 'lead'] %}

{{ table }}s as (

    {{ read_source(source('zoho', table)) }}

),

{% endfor %}

renamed as (

    {# who was taken off the list and put on it again keeps the old time #}
    {% for table in ['contacts', 'leads'] %}

    select
        ---------- ids
        record_key || '|unsubscribed' as consent_event_key,
        source_system,
        source_instance,
        source_row,
        record_key as contact_record_key,

        ---------- strings
        email,
        'email' as channel,
        'marketing' as purpose,
        'unsubscribed' as consent_status,
        cast(null as {{ dbt.type_string() }}) as legal_basis,
        unsubscribed_mode as evidence,
        cast(null as {{ dbt.type_string() }}) as jurisdiction,

        ---------- dates and times
        unsubscribed_time as occurred_at,

        ---------- faults
        record_id,
        cast(null as {{ dbt.type_string() }}) as bad_values,
        cast(null as {{ dbt.type_string() }}) as rejection

    from {{ table }}

    where
        rejection is null
        and unsubscribed_time is not null
        and coalesce(email_opt_out, true)

    {{ 'union all' if not loop.last }}

    {% endfor %}

)

select * from renamed
