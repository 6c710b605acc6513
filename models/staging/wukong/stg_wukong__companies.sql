with

customers as (

    {{ read_source(source('wukong', 'customer')) }}

),

fields as (

    {{ read_source(source('wukong', 'field')) }}

),

customer_values as (

    {{ wukong_values(source('wukong', 'customer_data')) }}

),

industries as (

    {{ wukong_field('customer_values', 'industry') }}

),

renamed as (

    select
        ---------- ids
        customers.record_key as company_record_key,
        customers.source_system,
        customers.source_instance,
        customers.source_row,
        customers.customer_id as source_company_id,
        cast(null as {{ dbt.type_string() }}) as parent_record_key,
        cast(null as {{ dbt.type_string() }}) as merged_into_record_key,

        ---------- strings
        customers.customer_name as company_name,
        customers.website as domain,
        industries.value as industry,
        '{{ var('wukong__currency') }}' as revenue_currency,
        nullif({{ part_of('customers.address', "','", 2) }}, '') as city,
        cast(null as {{ dbt.type_string() }}) as country,
        case customers.deal_status
            when 1 then 'customer'
            when 0 then 'prospect'
        end as lifecycle_stage,

        ---------- numbers
        cast(null as {{ dbt.type_bigint() }}) as employee_count,
        cast(null as {{ type_money() }}) as annual_revenue,

        ---------- booleans
        coalesce(customers.status, 1) = 3
        or {{ wukong_is_gone('customers') }} as is_deleted,

        ---------- dates and times
        customers.create_time as created_at,

        ---------- faults
        customers.record_id,
        customers.bad_values,
        customers.rejection

    from customers

    left join industries
        on customers.source_scope = industries.source_scope
            and customers.batch_id = industries.batch_id

)

select * from renamed
