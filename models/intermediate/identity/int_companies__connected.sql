-- Connected components, as for contacts. Each record is identified by its own
-- key at least.
with

records as (

    select distinct company_record_key

    from {{ ref('int_companies__identified') }}

),

links as (

    select * from {{ ref('int_companies__identified') }}

),

{{ connected('company_record_key', ['identifier_type', 'identifier_value']) }}
