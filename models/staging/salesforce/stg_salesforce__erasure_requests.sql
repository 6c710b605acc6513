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

{{ salesforce_people('contacts', 'leads') }},

renamed as (

    select
        ---------- ids
        people.record_key || '|erasure_requested' as contact_attribute_key,
        people.source_system,
        people.source_instance,
        people.source_row,
        people.record_key as contact_record_key,

        ---------- strings
        'erasure_requested' as attribute_name,
        'true' as attribute_value,
        cast(null as {{ dbt.type_string() }}) as provider,

        ---------- dates and times
        cast(null as {{ dbt.type_timestamp() }}) as observed_at,

        ---------- faults
        people.record_id,
        cast(null as {{ dbt.type_string() }}) as bad_values,
        cast(null as {{ dbt.type_string() }}) as rejection

    from people

    inner join individuals
        on people.source_scope = individuals.source_scope
            and people.individual_id = individuals.record_id

    where individuals.should_forget and individuals.rejection is null

)

select * from renamed
