with

users as (

    {{ read_source(source('zendesk', 'user')) }}

),

identities as (

    {{ read_source(source('zendesk', 'user_identity')) }}

),

stated as (

    select
        source_scope || ':' || user_id as contact_record_key,
        source_system,
        source_instance,
        source_row,
        case type when 'phone_number' then 'phone' else type end as identifier_type,
        value as identifier_value,
        record_id

    from identities

    where rejection is null and not coalesce(is_connector_deleted, false)

    union all

    select
        record_key as contact_record_key,
        source_system,
        source_instance,
        source_row,
        'user_id' as identifier_type,
        external_id as identifier_value,
        record_id

    from users

    where rejection is null and external_id is not null

),

renamed as (

    select
        contact_record_key,
        source_system,
        source_instance,
        min(source_row) as source_row,
        identifier_type,
        identifier_value,
        min(record_id) as record_id,
        cast(null as {{ dbt.type_string() }}) as bad_values,
        cast(null as {{ dbt.type_string() }}) as rejection

    from stated

    group by
        contact_record_key,
        source_system,
        source_instance,
        identifier_type,
        identifier_value

)

select * from renamed
