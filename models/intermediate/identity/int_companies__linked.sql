-- The company of each record: the id that the registry gave it last.
with

records as (

    select * from {{ ref('int_companies__connected') }}

),

registry as (

    select
        company_record_key,
        company_id,
        row_number() over (
            partition by company_record_key order by registration_number desc
        ) as newest_first

    from {{ ref('int_companies__registered') }}

),

linked as (

    select
        records.company_record_key,
        registry.company_id

    from records

    inner join registry
        on
            records.company_record_key = registry.company_record_key
            and registry.newest_first = 1

)

select * from linked
