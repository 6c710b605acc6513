-- The contact of each record: the id that the registry gave it last.
with

clusters as (

    select * from {{ ref('int_contacts__clustered') }}

),

registry as (

    select
        contact_record_key,
        contact_id,
        row_number() over (
            partition by contact_record_key order by registration_number desc
        ) as newest_first

    from {{ ref('int_contacts__registered') }}

),

linked as (

    select
        clusters.contact_record_key,
        registry.contact_id

    from clusters

    inner join registry
        on
            clusters.contact_record_key = registry.contact_record_key
            and registry.newest_first = 1

)

select * from linked
