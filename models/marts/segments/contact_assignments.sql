-- A list or an override names a contact by contact_id or by the key of one of
-- its records, which still finds it after records were merged.
with

static_lists as (

    select * from {{ ref('static_lists') }}

),

segment_overrides as (

    select * from {{ ref('segment_overrides') }}

),

contacts as (

    select * from {{ ref('contacts') }}

),

contact_records as (

    select * from {{ ref('contact_records') }}

),

{{ gathered_assignments() }}

select * from gathered
