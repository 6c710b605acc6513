with

users as (

    {{ read_source(source('segment', 'users')) }}

),

identifies as (

    {{ read_source(source('segment', 'identifies')) }}

),

stated as (

    select
        record_key as contact_record_key,
        source_system,
        source_instance,
        source_row,
        'user_id' as identifier_type,
        id as identifier_value,
        record_id

    from users

    where rejection is null

    {% for column in ['user_id', 'email'] %}

    union all

    select
        source_scope || ':' || user_id as contact_record_key,
        source_system,
        source_instance,
        source_row,
        '{{ column }}' as identifier_type,
        {{ column }} as identifier_value,
        record_id

    from identifies

    where rejection is null and user_id is not null and {{ column }} is not null

    {% endfor %}

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
