{#
    CTE `merged_away`: one row per record of HubSpot that was merged away, with the
    one that is left. The survivor tells (an entry may have a time behind a
    colon), older accounts also keep audits. A survivor that was merged away
    itself is left as it is: chains follow by themselves downstream.
#}
{% macro hubspot_merges(records, audits=none) -%}
merged_lists as (

    select
        source_system,
        source_instance,
        source_scope,
        id as survivor_id,
        {{ split_to_rows('merged_ids', "';'") }} as merged_id

    from {{ records }}

    where rejection is null

    {%- if audits %}

    union all

    select
        source_system,
        source_instance,
        source_scope,
        survivor_id,
        merged_id

    from {{ audits }}

    where rejection is null
    {%- endif %}

),

merged_pairs as (

    select
        source_system,
        source_instance,
        source_scope,
        survivor_id,
        {{ parse_text(part_of('merged_id', "':'", 1)) }} as merged_id

    from merged_lists

),

merged_away as (

    select
        source_system,
        source_instance,
        source_scope,
        merged_id,
        min(survivor_id) as survivor_id

    from merged_pairs

    where merged_id is not null and merged_id != survivor_id

    group by
        source_system,
        source_instance,
        source_scope,
        merged_id

)
{%- endmacro %}
