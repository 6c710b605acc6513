with

contacts as (

    {{ read_source(source('salesforce', 'contact')) }}

),

leads as (

    {{ read_source(source('salesforce', 'lead')) }}

),

individuals as (

    {{ read_source(source('salesforce', 'individual')) }}

),

{{ salesforce_people('contacts', 'leads', ['do_not_call']) }},

channels as (

    {% for channel in ['email', 'sms', 'phone', 'post', 'ads'] %}
    select '{{ channel }}' as channel
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

purposes as (

    select 'marketing' as purpose
    union all
    select 'profiling' as purpose
    union all
    select 'processing' as purpose

),

refused as (

    select
        people.*,
        channels.channel,
        purposes.purpose

    from people

    cross join channels

    cross join purposes

    left join individuals
        on people.source_scope = individuals.source_scope
            and people.individual_id = individuals.record_id
            and individuals.rejection is null

    where
        individuals.has_opted_out_processing
        or case purposes.purpose
            when 'processing' then false
            when 'profiling' then individuals.has_opted_out_profiling
            else
                individuals.has_opted_out_solicit
                or (people.do_not_call and channels.channel = 'phone')
        end

),

renamed as (

    select
        ---------- ids
        record_key || '|' || channel || '|' || purpose as consent_event_key,
        source_system,
        source_instance,
        source_row,
        record_key as contact_record_key,

        ---------- strings
        cast(null as {{ dbt.type_string() }}) as email,
        channel,
        purpose,
        'denied' as consent_status,
        cast(null as {{ dbt.type_string() }}) as legal_basis,
        'privacy settings' as evidence,
        cast(null as {{ dbt.type_string() }}) as jurisdiction,

        ---------- dates and times
        cast(null as {{ dbt.type_timestamp() }}) as occurred_at,

        ---------- faults
        record_id,
        cast(null as {{ dbt.type_string() }}) as bad_values,
        cast(null as {{ dbt.type_string() }}) as rejection

    from refused

)

select * from renamed
