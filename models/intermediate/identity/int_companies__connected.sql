-- Connected components, as for contacts.
with

records as (

    select company_record_key from {{ ref('int_companies__unioned') }}

),

links as (

    select * from {{ ref('int_companies__identified') }}

),

{{ connected('company_record_key', ['identifier_type', 'identifier_value']) }}
