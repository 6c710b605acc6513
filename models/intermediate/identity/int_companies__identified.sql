-- What may tie company records together: a merge that their system declares, a
-- domain (not one that anybody can have an address at), a name, whatever the
-- legal form, with a country.
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
        companies.merged_into_record_key,
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
        cleaned.merged_into_record_key,
        case when free_mail_domains.domain is null then cleaned.domain end
            as domain,
        cleaned.name_key || ', ' || cleaned.country as named_country

    from cleaned

    left join free_mail_domains
        on cleaned.domain = free_mail_domains.domain

),

domains_at_name as (

    select
        *,
        min(domain) over (partition by named_country) as first_domain,
        max(domain) over (partition by named_country) as last_domain

    from keyed

),

identified as (

    select
        company_record_key,
        'record' as identifier_type,
        company_record_key as identifier_value

    from keyed

    union

    select
        company_record_key,
        'record' as identifier_type,
        merged_into_record_key as identifier_value

    from keyed

    where merged_into_record_key is not null

    union

    select
        company_record_key,
        'domain' as identifier_type,
        domain as identifier_value

    from keyed

    where domain is not null

    union

    {# namesakes with domains of their own are several companies, and one
       without a domain could be any of them #}
    select
        company_record_key,
        'name_and_country' as identifier_type,
        named_country as identifier_value

    from domains_at_name

    where
        named_country is not null
        and (first_domain is null or first_domain = last_domain)

)

select * from identified
