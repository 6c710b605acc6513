-- Which company records are one company: the same domain (not one that
-- anybody can have an address at), else the same name in the same country,
-- whatever the legal form.
with

companies as (

    select * from {{ ref('int_companies__unioned') }}

),

free_mail_domains as (

    select * from {{ ref('free_mail_domains') }}

),

country_aliases as (

    select * from {{ ref('country_aliases') }}

),

company_names as (

    select * from {{ ref('int_company_names__cleaned') }}

),

cleaned as (

    select
        companies.company_record_key,
        {{ clean_domain('companies.domain') }} as domain,
        company_names.name_key,
        coalesce(country_aliases.country_code, companies.country, '') as country

    from companies

    left join company_names
        on companies.company_name = company_names.company_name

    left join country_aliases
        on lower(companies.country) = country_aliases.alias

),

keyed as (

    select
        cleaned.company_record_key,
        case
            when cleaned.domain is not null and free_mail_domains.domain is null
                then 'domain:' || cleaned.domain
            when cleaned.name_key is not null
                then 'name:' || cleaned.name_key || ':' || cleaned.country
            else 'record:' || cleaned.company_record_key
        end as company_match_key

    from cleaned

    left join free_mail_domains
        on cleaned.domain = free_mail_domains.domain

),

linked as (

    select
        company_record_key,
        company_match_key,
        {{ dbt.hash('company_match_key') }} as company_id

    from keyed

)

select * from linked
