{#
    How the published segments grew and shrank on the days before the as-of
    date: segment_id, changed_on, delta. From segment_membership_history as the
    runs before left it; it waits for segment_health, so it is found by name and
    not by ref(). No rows before there is one.
#}
{% macro published_size_events() %}

    {% set history = published_history() if execute %}
    {% if history %}
    select
        segment_id,
        valid_from as changed_on,
        1 as delta

    from {{ history }}

    where valid_from < {{ as_of_date() }}

    union all

    select
        segment_id,
        valid_to as changed_on,
        -1 as delta

    from {{ history }}

    where valid_to < {{ as_of_date() }}
    {%- else %}
    {{ no_rows({
        'segment_id': dbt.type_string(), 'changed_on': 'date', 'delta': 'integer'
    }) }}
    {%- endif %}

{% endmacro %}


{% macro published_history() %}
    {% for model in graph.nodes.values()
        if model.resource_type == 'model' and model.name == 'segment_membership_history' %}
        {{ return(adapter.get_relation(
            database=model.database, schema=model.schema, identifier=model.alias
        )) }}
    {% endfor %}
    {{ return(none) }}
{% endmacro %}
