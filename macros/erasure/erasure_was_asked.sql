{# Whether anybody was ever to be erased; where not, nothing is looked for. #}
{% macro erasure_was_asked(requests) %}

    {% if not execute %}
        {{ return(true) }}
    {% endif %}
    {% set node = graph.nodes['model.crm_segments.int_erasures__registered'] %}
    {% set registered = adapter.get_relation(
        database=node.database, schema=node.schema, identifier=node.alias
    ) %}
    {% set asked = has_tombstones(requests)
        or (registered is not none and has_tombstones(registered)) %}
    {% if asked and not env_var('CRM_SEGMENTS_ERASURE_SALT', '') and is_building() %}
        {% do exceptions.warn(
            "Persons are to be erased, and CRM_SEGMENTS_ERASURE_SALT is not set: "
            ~ "whoever guesses an address can tell that it was erased. Set it to a "
            ~ "secret before the first request, and keep it."
        ) %}
    {% endif %}
    {{ return(asked) }}

{% endmacro %}
