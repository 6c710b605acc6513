with

source as (

    {{ read_source(source('segment', 'groups')) }}

),

ranked as (

    select
        *,
        row_number() over (
            partition by source_scope, group_id
            order by occurred_at desc, id asc
        ) as newest_first,
        min(occurred_at) over (
            partition by source_scope, group_id
        ) as first_seen_at

    from source

    where rejection is null

),

renamed as (

    select
        ---------- ids
        source_scope || ':' || group_id as company_record_key,
        source_system,
        source_instance,
        source_row,
        group_id as source_company_id,
        cast(null as {{ dbt.type_string() }}) as parent_record_key,
        cast(null as {{ dbt.type_string() }}) as merged_into_record_key,

        ---------- strings
        name as company_name,
        website as domain,
        industry,
        '{{ var('default_currency') }}' as revenue_currency,
        cast(null as {{ dbt.type_string() }}) as city,
        cast(null as {{ dbt.type_string() }}) as country,
        cast(null as {{ dbt.type_string() }}) as lifecycle_stage,

        ---------- numbers
        employees as employee_count,
        cast(null as {{ type_money() }}) as annual_revenue,

        ---------- booleans
        false as is_deleted,

        ---------- dates and times
        first_seen_at as created_at,

        ---------- faults
        record_id,
        cast(null as {{ dbt.type_string() }}) as bad_values,
        rejection

    from ranked

    where newest_first = 1

)

select * from renamed
