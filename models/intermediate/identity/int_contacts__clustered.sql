-- depends_on: {{ ref('contact_overrides') }}
{#
    Records that are one person: those that are connected, but for who is to be
    kept apart by contact_overrides. A component with such a pair is put together
    again, its links taken strongest first; one that would bring the two together
    is left out.
#}
with

components as (

    select * from {{ ref('int_contacts__connected') }}

),

kept_apart as (

    {{ clusters_kept_apart(
        ref('int_contacts__connected'),
        ref('int_contacts__told_apart'),
        ref('identifier_rules')
    ) }}

),

clustered as (

    select
        components.contact_record_key,
        components.component_key,
        coalesce(kept_apart.cluster_key, components.component_key)
            as cluster_key

    from components

    left join kept_apart
        on components.contact_record_key = kept_apart.contact_record_key

)

select * from clustered
