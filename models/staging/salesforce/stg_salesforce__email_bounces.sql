with

contacts as (

    {{ read_source(source('salesforce', 'contact')) }}

),

leads as (

    {{ read_source(source('salesforce', 'lead')) }}

),

{{ salesforce_people('contacts', 'leads', ['email', 'email_bounced_date']) }},

renamed as (

    select
        ---------- ids
        record_key as email_event_key,
        source_system,
        source_instance,
        source_row,
        record_key as contact_record_key,
        cast(null as {{ dbt.type_string() }}) as campaign_id,

        ---------- strings
        email,
        'bounced' as event_type,
        'hard' as bounce_type,
        cast(null as {{ dbt.type_string() }}) as campaign_name,
        cast(null as {{ dbt.type_string() }}) as url,

        ---------- dates and times
        email_bounced_date as occurred_at,

        ---------- faults
        record_id,
        cast(null as {{ dbt.type_string() }}) as bad_values,
        cast(null as {{ dbt.type_string() }}) as rejection

    from people

    where email_bounced_date is not null

)

select * from renamed
