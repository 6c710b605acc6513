with

contacts as (

    {{ read_source(source('hubspot', 'contact')) }}

),

addresses as (

    select
        record_key,
        source_system,
        source_instance,
        source_row,
        record_id,
        'email' as identifier_type,
        {{ split_to_rows('additional_emails', "';'") }} as identifier_value

    from contacts

    where rejection is null

),

phones as (

    {# the mobile phone is in the record itself #}
    select
        record_key,
        source_system,
        source_instance,
        source_row,
        record_id,
        'phone' as identifier_type,
        phone as identifier_value

    from contacts

    where rejection is null and phone != mobilephone

),

stacked as (

    select * from addresses

    union all

    select * from phones

),

renamed as (

    select distinct
        record_key as contact_record_key,
        source_system,
        source_instance,
        source_row,
        identifier_type,
        {{ parse_text('identifier_value') }} as identifier_value,
        record_id,
        cast(null as {{ dbt.type_string() }}) as bad_values,
        cast(null as {{ dbt.type_string() }}) as rejection

    from stacked

    where {{ parse_text('identifier_value') }} is not null

)

select * from renamed
