-- The registry of company ids, as that of contact ids (docs/identity.md).
{{ config(
    schema='state',
    materialized='incremental',
    unique_key='registration_key',
    incremental_strategy='merge',
    on_schema_change='fail',
    full_refresh=false
) }}

with

clusters as (

    select
        connected.company_record_key,
        connected.component_key as cluster_key,
        connected.component_key,
        companies.created_at

    from {{ ref('int_companies__connected') }} as connected

    inner join {{ ref('int_companies__unioned') }} as companies
        on connected.company_record_key = companies.company_record_key

),

links as (

    select
        company_record_key,
        identifier_type as rule,
        identifier_value as link_key

    from {{ ref('int_companies__identified') }}

),

registry as (

    {{ registry_before('company_record_key', 'company_id') }}

),

{{ registered('company_record_key', 'company_id') }}
