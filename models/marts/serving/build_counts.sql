{{ config(
    materialized='incremental',
    incremental_strategy='merge',
    unique_key=['build_id', 'counted', 'counted_name'],
    on_schema_change='append_new_columns',
    full_refresh=false
) }}

with

current_build as (

    select * from {{ ref('current_build') }}

),

publication_comparisons as (

    select * from {{ ref('publication_comparisons') }}

),

published_tables as (

    {% for model in [
        'audience_memberships',
        'audiences',
        'contact_journeys',
        'contact_profiles',
        'people',
        'rfm_cells',
        'segment_overlaps',
        'segment_overview',
        'segment_sizes',
        'segment_transitions',
        'sync_candidates',
        'sync_contact_properties',
        'sync_destination_records',
        'sync_id_list',
        'sync_reconciliation',
        'sync_segment_memberships'
    ] %}

    select
        '{{ ref(model).identifier }}' as table_name,
        count(*) as row_count

    from {{ ref(model) }}

    {{ 'union all' if not loop.last }}

    {% endfor %}

),

counted as (

    select
        counted,
        counted_name,
        row_count,
        share_of_contacts,
        newest_on,
        definition_hash

    from publication_comparisons

    union all

    select
        'table' as counted,
        table_name as counted_name,
        row_count,
        null as share_of_contacts,
        null as newest_on,
        null as definition_hash

    from published_tables

),

dated as (

    select
        current_build.build_id,
        cast(counted.counted as {{ dbt.type_string() }}) as counted,
        cast(counted.counted_name as {{ dbt.type_string() }}) as counted_name,
        cast(counted.row_count as {{ dbt.type_bigint() }}) as row_count,
        counted.share_of_contacts,
        counted.newest_on,
        counted.definition_hash,
        current_build.as_of_on

    from counted

    cross join current_build

)

select * from dated
