-- Every deal with its contact; a deal may name only a company.
with

deals as (

    select * from {{ ref('int_deals__unioned') }}

),

links as (

    select * from {{ ref('int_contacts__linked') }}

),

identified as (

    select
        deals.*,
        links.contact_id

    from deals

    left join links
        on deals.contact_record_key = links.contact_record_key

)

select * from identified
