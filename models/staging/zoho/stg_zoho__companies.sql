with

source as (

    {{ read_source(source('zoho', 'account')) }}

),

renamed as (

    select
        ---------- ids
        record_key as company_record_key,
        source_system,
        source_instance,
        source_row,
        id as source_company_id,
        source_scope || ':' || parent_account_id as parent_record_key,
        cast(null as {{ dbt.type_string() }}) as merged_into_record_key,

        ---------- strings
        account_name as company_name,
        website as domain,
        industry,
        upper(coalesce(
            currency, '{{ var('default_currency') }}'
        )) as revenue_currency,
        billing_city as city,
        billing_country as country,
        account_type as lifecycle_stage,

        ---------- numbers
        employees as employee_count,
        annual_revenue,

        ---------- booleans
        {{ zoho_is_gone() }} as is_deleted,

        ---------- dates and times
        created_time as created_at,

        ---------- faults
        record_id,
        bad_values,
        rejection

    from source

)

select * from renamed
