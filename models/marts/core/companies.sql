with

companies as (

    select * from {{ ref('int_companies__merged') }}

),

country_aliases as (

    select * from {{ ref('country_aliases') }}

),

described as (

    select
        companies.company_id,
        companies.primary_record_key,
        companies.company_name,
        companies.domain,
        companies.industry,
        companies.employee_count,
        companies.annual_revenue,
        companies.revenue_currency,
        companies.city,
        coalesce(country_aliases.country_code, companies.country) as country,
        companies.lifecycle_stage,
        companies.record_count,
        companies.created_at

    from companies

    left join country_aliases
        on lower(companies.country) = country_aliases.alias

)

select * from described
