-- The registry of contact ids: it only grows, and nothing but a restored backup
-- brings it back (docs/identity.md).
{{ config(
    schema='state',
    materialized='incremental',
    unique_key='registration_key',
    incremental_strategy='merge',
    on_schema_change='fail',
    full_refresh=false,
    post_hook="{{ remove_erased(ref('int_erasures__listed')) }}"
) }}

with

clusters as (

    select
        clustered.contact_record_key,
        clustered.cluster_key,
        contacts.created_at

    from {{ ref('int_contacts__clustered') }} as clustered

    inner join {{ ref('int_contacts__cleaned') }} as contacts
        on clustered.contact_record_key = contacts.contact_record_key

),

links as (

    select
        contact_record_key,
        identifier_type as rule,
        identifier_value || ' ' || person_name as link_key

    from {{ ref('int_contacts__told_apart') }}

),

registry as (

    {{ registry_before('contact_record_key', 'contact_id') }}

),

{{ registered('contact_record_key', 'contact_id') }}
