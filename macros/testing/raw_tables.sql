{#
    The raw tables, one per instance, of a staging model that is named as its
    source table: its rows are the table's. None for the models that make rows
    of their own: an array taken apart, one table that holds several kinds.
#}
{% macro raw_tables(model) %}

    {% set tables = [] %}
    {% for declared in (graph.sources if execute else {}).values()
        if model == 'stg_' ~ declared.source_name ~ '__' ~ declared.name
        and not source_array(declared) %}
        {% for schema in source_instances(declared).values() %}
            {% set table = adapter.get_relation(
                database=declared.database,
                schema=schema,
                identifier=source_identifier(declared)
            ) %}
            {% do tables.append(table) if table %}
        {% endfor %}
    {% endfor %}

    {{ return(tables) }}

{% endmacro %}
