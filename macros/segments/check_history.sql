{#
    Stops before a run that would write the history for a day before its last
    change: what was published after that day cannot be taken back.
#}
{% macro check_history() %}

    {% set id = 'model.crm_segments.segment_membership_history' %}
    {% if not is_building() or id not in selected_resources %}
        {{ return('') }}
    {% endif %}

    {% set history = graph.nodes[id] %}
    {% set relation = adapter.get_relation(
        database=history.database, schema=history.schema, identifier=history.alias
    ) %}
    {% if not relation %}
        {{ return('') }}
    {% endif %}

    {% set last_day = run_query(
        "select max(coalesce(valid_to, valid_from)) from " ~ relation
    ).rows[0][0] %}

    {% if last_day and as_of_text() < last_day | string %}
        {{ exceptions.raise_compiler_error(
            "The run is for " ~ as_of_text() ~ ", but the history of memberships "
            ~ "is written up to " ~ last_day ~ ", and what was published is not "
            ~ "taken back. To look at an earlier day build into another database "
            ~ "(make build DB=past.duckdb AS_OF=" ~ as_of_text() ~ "); to write "
            ~ "the history anew from an earlier day: make backfill FROM="
            ~ as_of_text() ~ " (docs/memberships.md)."
        ) }}
    {% endif %}

{% endmacro %}
