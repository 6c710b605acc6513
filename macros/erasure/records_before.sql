{#
    Which records were one person when the database was last built: the crosswalk
    as it stands, for what makes people one (a phone, a merge, an override) is
    only known further down. No rows before the first build.
#}
{% macro records_before() -%}

    {%- set crosswalk = none -%}
    {%- if execute -%}
        {%- set node = graph.nodes['model.crm_segments.contact_records'] -%}
        {%- set crosswalk = adapter.get_relation(
            database=node.database, schema=node.schema, identifier=node.alias
        ) -%}
    {%- endif -%}
    {%- if crosswalk -%}
    select
        contact_record_key,
        contact_id,
        email,
        created_at

    from {{ crosswalk }}
    {%- else -%}
    {{ no_rows({
        'contact_record_key': dbt.type_string(),
        'contact_id': dbt.type_string(),
        'email': dbt.type_string(),
        'created_at': dbt.type_timestamp()
    }) }}
    {%- endif -%}

{%- endmacro %}
