-- The golden company: each field from the oldest record where it is filled.
with

companies as (

    select * from {{ ref('int_companies__unioned') }}

),

links as (

    select * from {{ ref('int_companies__linked') }}

),

ranked as (

    select
        links.company_id,
        companies.*,
        row_number() over (
            partition by links.company_id
            order by
                companies.is_deleted asc,
                companies.created_at asc nulls last,
                companies.company_record_key asc
        ) as record_rank

    from companies

    inner join links
        on companies.company_record_key = links.company_record_key

),

merged as (

    select
        company_id,
        {{ surviving('company_record_key') }} as primary_record_key,
        {{ surviving('company_name') }} as company_name,
        {{ surviving('domain') }} as domain,
        {{ surviving('industry') }} as industry,
        cast({{ surviving('employee_count') }} as {{ dbt.type_bigint() }})
            as employee_count,
        cast({{ surviving('annual_revenue') }} as {{ type_money() }})
            as annual_revenue,
        {{ surviving('revenue_currency', 'annual_revenue is not null') }}
            as revenue_currency,
        {{ surviving('city', 'coalesce(city, country) is not null') }} as city,
        {{ surviving('country', 'coalesce(city, country) is not null') }}
            as country,
        {{ surviving('lifecycle_stage') }} as lifecycle_stage,
        count(*) as record_count,
        min(created_at) as created_at

    from ranked

    group by company_id

)

select * from merged
