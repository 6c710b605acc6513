with

source as (

    {{ read_source(source('salesforce', 'contact_point_type_consent')) }}

),

purposes as (

    {{ read_source(source('salesforce', 'data_use_purpose')) }}

),

contacts as (

    {{ read_source(source('salesforce', 'contact')) }}

),

leads as (

    {{ read_source(source('salesforce', 'lead')) }}

),

{{ salesforce_people('contacts', 'leads') }},

said as (

    {# a refusal is for everything as long as nobody knows what it is for #}
    select
        source.*,
        people.record_key as contact_record_key,
        case
            when purposes.name is not null then purposes.name
            when
                source.data_use_purpose_id is null
                or lower(source.privacy_consent_status) != 'optin'
                then 'marketing'
            else source.data_use_purpose_id
        end as purpose,
        {{ rejected_when([
            [is_gone(), 'is_deleted', 'deleted in its system'],
            [
                'people.record_key is null',
                'party_id',
                'names no contact or lead',
            ],
        ]) }} as said_rejection

    from source

    left join purposes
        on source.source_scope = purposes.source_scope
            and source.data_use_purpose_id = purposes.record_id
            and purposes.rejection is null

    left join people
        on source.source_scope = people.source_scope
            and source.party_id = people.individual_id

),

stated as (

    select
        said.*,
        privacy_consent_status as consent_status,
        coalesce(effective_from, capture_date) as occurred_at,
        capture_source as evidence

    from said

    union all

    {# a consent that has run out is one no longer #}
    select
        said.*,
        'withdrawn' as consent_status,
        effective_to as occurred_at,
        'expired' as evidence

    from said

    where
        lower(privacy_consent_status) = 'optin'
        and effective_to is not null
        and said_rejection is null

),

renamed as (

    select
        ---------- ids
        record_key || '|' || coalesce(contact_record_key, '')
        || '|' || consent_status as consent_event_key,
        source_system,
        source_instance,
        source_row,
        contact_record_key,

        ---------- strings
        cast(null as {{ dbt.type_string() }}) as email,
        contact_point_type as channel,
        purpose,
        consent_status,
        cast(null as {{ dbt.type_string() }}) as legal_basis,
        evidence,
        cast(null as {{ dbt.type_string() }}) as jurisdiction,

        ---------- dates and times
        occurred_at,

        ---------- faults
        record_id,
        bad_values,
        said_rejection as rejection

    from stated

)

select * from renamed
