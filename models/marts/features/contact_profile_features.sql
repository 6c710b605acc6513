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

own_time_zones as (

    select
        contact_id,
        max(attribute_value) as time_zone

    from contact_attributes

    where attribute_name in ('time_zone', 'timezone')

    group by contact_id

),

described as (

    select
        contacts.contact_id,
        coalesce(own_time_zones.time_zone, country_time_zones.time_zone)
            as time_zone,
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
