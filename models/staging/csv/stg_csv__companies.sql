with

source as (

    {{ read_source(source('csv', 'companies')) }}

),

renamed as (

    select
        ---------- ids
        record_key as company_record_key,
        source_system,
        source_instance,
        source_row,
        company_id as source_company_id,
        cast(null as {{ dbt.type_string() }}) as parent_record_key,
        cast(null as {{ dbt.type_string() }}) as merged_into_record_key,

        ---------- strings
        company_name,
        domain,
        industry,
        upper(coalesce(revenue_currency, '{{ var('default_currency') }}'))
            as revenue_currency,
        city,
        country,
        lifecycle_stage,

        ---------- numbers
        employee_count,
        annual_revenue,

        ---------- booleans
        false as is_deleted,

        ---------- dates and times
        created_at,

        ---------- faults
        record_id,
        bad_values,
        rejection

    from source

)

select * from renamed
