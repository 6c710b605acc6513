{#
    The rows of build_counts that the last good publication left, up to the
    as-of date; no rows before there is one.

    It is a state of an earlier build, made by models that come after the one
    that asks: hence found by name and not by ref(). A unit test gives its rows
    by overriding this macro.
#}
{% macro last_published_counts() %}

    {% set counts = published_state('build_counts') %}
    {% set manifest = published_state('build_manifest') %}
    {% if not counts or not manifest %}
        {{ return(no_rows({
            'counted': dbt.type_string(),
            'counted_name': dbt.type_string(),
            'row_count': dbt.type_bigint(),
            'share_of_contacts': type_money(),
            'newest_on': 'date',
            'definition_hash': dbt.type_string(),
            'as_of_on': 'date',
        })) }}
    {% endif %}

    select
        counted,
        counted_name,
        row_count,
        share_of_contacts,
        newest_on,
        definition_hash,
        as_of_on

    from {{ counts }}

    where build_id in (
        select build_id
        from {{ manifest }}
        where as_of_on <= {{ as_of_date() }}
        order by as_of_on desc, built_at desc
        limit 1
    )

{% endmacro %}


{# The table of a model of this project as an earlier build left it; none
   before the first, and where the model is switched off. #}
{% macro published_state(name) %}

    {% if not execute %}
        {{ return(none) }}
    {% endif %}
    {% set model = graph.nodes.get('model.crm_segments.' ~ name) %}
    {% if not model %}
        {{ return(none) }}
    {% endif %}
    {{ return(adapter.get_relation(
        database=model.database, schema=model.schema, identifier=model.alias
    )) }}

{% endmacro %}
