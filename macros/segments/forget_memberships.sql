{#
    For make backfill: drops what is remembered of memberships, so that it can
    be written anew. With forget=false it only stops when there is something.
#}
{% macro forget_memberships(forget=false) %}

    {% for name in ['segment_membership_history', 'contact_changes']
        if 'model.crm_segments.' ~ name in graph.nodes %}
        {% set model = graph.nodes['model.crm_segments.' ~ name] %}
        {% set relation = adapter.get_relation(
            database=model.database, schema=model.schema, identifier=model.alias
        ) %}
        {% if relation and forget %}
            {% do adapter.drop_relation(relation) %}
        {% elif relation and run_query(
            "select count(*) from " ~ relation
        ).rows[0][0] > 0 %}
            {{ exceptions.raise_compiler_error(
                "The database has a history of memberships, and a backfill "
                ~ "writes another one: numbers of changes begin at 1 again, and "
                ~ "consumers must read from the start. Backfill into another "
                ~ "database (DB=other.duckdb), or say FORGET=yes."
            ) }}
        {% endif %}
    {% endfor %}

    {# there a dropped table comes back unless somebody commits #}
    {% if target.type != 'spark' %}
        {% do run_query('commit') %}
    {% endif %}

{% endmacro %}
