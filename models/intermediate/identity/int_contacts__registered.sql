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

contacts as (

    select * from {{ ref('int_contacts__cleaned') }}

),

clustered as (

    select * from {{ ref('int_contacts__clustered') }}

),

identifiers as (

    select * from {{ ref('int_contact_identifiers__cleaned') }}

    where identifier_type = 'email'

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

held as (

    select
        contact_record_key,
        contact_id,
        row_number() over (
            partition by contact_record_key order by registration_number desc
        ) as newest_first

    from registry

),

held_today as (

    select distinct held.contact_id

    from held

    inner join clustered
        on held.contact_record_key = clustered.contact_record_key

    where held.newest_first = 1

),

mailbox_holders as (

    select
        identifiers.identifier_value as email_key,
        clustered.cluster_key,
        clustered.component_key,
        row_number() over (
            partition by identifiers.identifier_value
            order by
                contacts.created_at asc nulls last,
                contacts.contact_record_key asc
        ) as holder_rank

    from identifiers

    inner join contacts
        on identifiers.contact_record_key = contacts.contact_record_key

    inner join clustered
        on identifiers.contact_record_key = clustered.contact_record_key

),

{# a guest who has an account now is no record any more: whoever holds the
   mailbox goes on as who the guest was #}
former_guests as (

    select
        held.contact_record_key,
        mailbox_holders.cluster_key,
        mailbox_holders.component_key

    from held

    inner join mailbox_holders
        on
            mailbox_holders.holder_rank = 1
            and mailbox_holders.email_key = {{ replace_pattern(
                'held.contact_record_key', '^[^:]+:guest:', ''
            ) }}

    left join contacts
        on held.contact_record_key = contacts.contact_record_key

    left join held_today
        on held.contact_id = held_today.contact_id

    where
        held.newest_first = 1
        and {{ matches('held.contact_record_key', '^[^:]+:guest:') }}
        and contacts.contact_record_key is null
        and held_today.contact_id is null

),

clusters as (

    select
        clustered.contact_record_key,
        clustered.cluster_key,
        clustered.component_key,
        contacts.created_at

    from clustered

    inner join contacts
        on clustered.contact_record_key = contacts.contact_record_key

    union all

    select
        contact_record_key,
        cluster_key,
        component_key,
        cast(null as {{ dbt.type_timestamp() }}) as created_at

    from former_guests

),

{{ registered('contact_record_key', 'contact_id') }}
