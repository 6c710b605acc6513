{#
    Connected components by passes of plain windows: each pass takes the
    smallest cluster key among the records that share an
    identifier as the same person, then among
    the identifiers of a record. assert_identity_has_converged fails the build
    when identity_passes is too few for a chain in the data.
#}
{% set passes = var('identity_passes') %}

with

identifiers as (

    select * from {{ ref('int_contacts__told_apart') }}

),

clustered_0 as (

    select
        contact_record_key,
        identifier_type,
        identifier_value,
        person_name,
        contact_record_key as cluster_key

    from identifiers

),

{% for pass in range(1, passes + 1) %}

shared_{{ pass }} as (

    select
        contact_record_key,
        identifier_type,
        identifier_value,
        person_name,
        min(cluster_key) over (
            partition by identifier_type, identifier_value, person_name
        ) as cluster_key

    from clustered_{{ pass - 1 }}

),

clustered_{{ pass }} as (

    select
        contact_record_key,
        identifier_type,
        identifier_value,
        person_name,
        min(cluster_key) over (partition by contact_record_key) as cluster_key

    from shared_{{ pass }}

),

{% endfor %}

clustered as (

    select distinct
        contact_record_key,
        cluster_key

    from clustered_{{ passes }}

)

select * from clustered
