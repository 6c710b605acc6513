{#
    Which laws a contact may live under: one for each country that its records
    name. A country that has none in the seed, and no country at all, is unknown.
#}
with

contacts as (

    select * from {{ ref('int_contacts__cleaned') }}

),

links as (

    select * from {{ ref('int_contacts__linked') }}

),

jurisdiction_countries as (

    select * from {{ ref('jurisdiction_countries') }}

),

countries as (

    select
        links.contact_id,
        contacts.country,
        max(contacts.country) over (partition by links.contact_id)
            as any_country

    from contacts

    inner join links
        on contacts.contact_record_key = links.contact_record_key

),

identified as (

    select distinct
        countries.contact_id,
        coalesce(jurisdiction_countries.jurisdiction, 'unknown') as jurisdiction

    from countries

    left join jurisdiction_countries
        on countries.country = jurisdiction_countries.country

    where
        countries.country is not null
        or countries.any_country is null

)

select * from identified
