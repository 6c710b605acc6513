with

source as (

    {{ read_source(source('segment', 'identifies')) }}

),

renamed as (

    select
        source_scope || ':' || user_id as contact_record_key,
        source_system,
        source_instance,
        min(source_row) as source_row,
        'email' as identifier_type,
        email as identifier_value,
        min(record_id) as record_id,
        cast(null as {{ dbt.type_string() }}) as bad_values,
        cast(null as {{ dbt.type_string() }}) as rejection

    from source

    where
        rejection is null
        and user_id is not null
        and email is not null

    group by
        source_scope || ':' || user_id,
        source_system,
        source_instance,
        email

)

select * from renamed
