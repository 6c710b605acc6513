with

companies as (

    select * from {{ ref('int_companies__merged') }}

),

country_aliases as (

    select * from {{ ref('country_aliases') }}

),

industry_aliases as (

    select * from {{ ref('industry_aliases') }}

),

currency_aliases as (

    select * from {{ ref('currency_aliases') }}

),

described as (

    select
        companies.company_id,
        companies.primary_record_key,
        companies.company_name,
        companies.domain,
        coalesce(industry_aliases.industry, companies.industry) as industry,
        companies.employee_count,
        companies.annual_revenue,
        coalesce(currency_aliases.currency, companies.revenue_currency)
            as revenue_currency,
        companies.city,
        coalesce(country_aliases.country_code, companies.country) as country,
        companies.lifecycle_stage,
        companies.record_count,
        companies.created_at

    from companies

    left join country_aliases
        on lower(companies.country) = country_aliases.alias

    left join industry_aliases
        on {{ words('companies.industry', ' ') }} = industry_aliases.alias

    left join currency_aliases
        on lower(companies.revenue_currency) = currency_aliases.alias

)

select * from described
