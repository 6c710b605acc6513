with

source as (

    {{ read_source(source('salesforce', 'account')) }}

),

renamed as (

    select
        ---------- ids
        record_key as company_record_key,
        source_system,
        source_instance,
        source_row,
        id as source_company_id,
        source_scope || ':' || parent_id as parent_record_key,
        source_scope || ':' || master_record_id as merged_into_record_key,

        ---------- strings
        name as company_name,
        website as domain,
        industry,
        upper(coalesce(
            currency_iso_code, '{{ var('default_currency') }}'
        )) as revenue_currency,
        billing_city as city,
        coalesce(billing_country, billing_country_code) as country,
        type as lifecycle_stage,

        ---------- numbers
        number_of_employees as employee_count,
        annual_revenue,

        ---------- booleans
        {{ is_gone() }} as is_deleted,

        ---------- dates and times
        created_date as created_at,

        ---------- faults
        record_id,
        bad_values,
        rejection

    from source

    {# persons are in stg_salesforce__person_accounts #}
    where not coalesce(is_person_account, false)

)

select * from renamed
