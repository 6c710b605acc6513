with

contacts as (

    select * from {{ ref('contacts') }}

),

companies as (

    select * from {{ ref('companies') }}

),

exchange_rates as (

    select * from {{ ref('exchange_rates') }}

),

contact_attributes as (

    select * from {{ ref('contact_attributes') }}

),

country_time_zones as (

    select * from {{ ref('country_time_zones') }}

),

job_title_words as (

    select * from {{ ref('job_title_words') }}

),

own_time_zones as (

    select
        contact_id,
        max(attribute_value) as time_zone

    from contact_attributes

    where attribute_name in ('time_zone', 'timezone')

    group by contact_id

),

{# many contacts share a title, so each is looked at once #}
titles as (

    select distinct job_title from contacts

),

found_words as (

    select
        titles.job_title,
        job_title_words.says,
        job_title_words.meaning,
        row_number() over (
            partition by titles.job_title, job_title_words.says
            order by
                job_title_words.priority,
                job_title_words.words,
                job_title_words.meaning
        ) as place

    from titles

    inner join job_title_words
        on
            {{ dbt.position(
                "' ' || " ~ words('job_title_words.words', ' ') ~ " || ' '",
                "' ' || " ~ words('titles.job_title', ' ') ~ " || ' '"
            ) }} > 0

),

jobs as (

    select
        job_title,
        max(case when says = 'function' then meaning end) as job_function,
        max(case when says = 'seniority' then meaning end) as job_seniority

    from found_words

    where place = 1

    group by job_title

),

described as (

    select
        contacts.contact_id,
        coalesce(own_time_zones.time_zone, country_time_zones.time_zone)
            as time_zone,
        jobs.job_function,
        jobs.job_seniority,
        cast(
            round(
                cast(companies.annual_revenue as numeric(28, 4))
                * exchange_rates.rate_to_reporting, 2
            )
            as {{ type_money() }}
        ) as company_revenue,
        contacts.email is not null as has_email,
        contacts.phone is not null as has_phone

    from contacts

    left join own_time_zones
        on contacts.contact_id = own_time_zones.contact_id

    left join country_time_zones
        on contacts.country = country_time_zones.country

    left join jobs
        on contacts.job_title = jobs.job_title

    left join companies
        on contacts.company_id = companies.company_id

    left join exchange_rates
        on
            coalesce(
                companies.revenue_currency, '{{ var("default_currency") }}'
            ) = exchange_rates.currency
            and exchange_rates.valid_from <= {{ as_of_date() }}
            and (
                exchange_rates.valid_to > {{ as_of_date() }}
                or exchange_rates.valid_to is null
            )

),

banded as (

    select
        *,
        case
            when company_revenue < 2000000 then 'under 2m'
            when company_revenue < 10000000 then '2m-10m'
            when company_revenue < 50000000 then '10m-50m'
            when company_revenue < 1000000000 then '50m-1bn'
            when company_revenue >= 1000000000 then 'over 1bn'
        end as company_revenue_band

    from described

)

select * from banded
