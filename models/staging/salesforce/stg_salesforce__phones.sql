with

contacts as (

    {{ read_source(source('salesforce', 'contact')) }}

),

leads as (

    {{ read_source(source('salesforce', 'lead')) }}

),

{{ salesforce_people('contacts', 'leads', ['mobile_phone', 'phone']) }},

renamed as (

    select
        record_key as contact_record_key,
        source_system,
        source_instance,
        source_row,
        'phone' as identifier_type,
        phone as identifier_value,
        record_id,
        cast(null as {{ dbt.type_string() }}) as bad_values,
        cast(null as {{ dbt.type_string() }}) as rejection

    from people

    {# the mobile phone is in the record itself #}
    where phone != mobile_phone

)

select * from renamed
