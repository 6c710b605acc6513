with

source as (

    {{ read_source(source('klaviyo', 'global_exclusion')) }}

),

renamed as (

    select
        ---------- ids
        record_key as consent_event_key,
        source_system,
        source_instance,
        source_row,
        cast(null as {{ dbt.type_string() }}) as contact_record_key,

        ---------- strings
        email,
        'email' as channel,
        'marketing' as purpose,
        'denied' as consent_status,
        cast(null as {{ dbt.type_string() }}) as legal_basis,
        coalesce('excluded: ' || reason, 'excluded') as evidence,
        cast(null as {{ dbt.type_string() }}) as jurisdiction,

        ---------- dates and times
        excluded_at as occurred_at,

        ---------- faults
        record_id,
        bad_values,
        {{ rejected_when([
            ['source.is_deleted', 'is_deleted', 'no longer excluded'],
        ]) }} as rejection

    from source

)

select * from renamed
