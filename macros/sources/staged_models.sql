{# The staging models that feed an entity, of the systems switched on. #}
{% macro staged_models(entity) %}

    {% set models = [] %}
    {% for source_system in var('crm_sources') %}
        {% do models.extend(source_feeds()[entity].get(source_system, [])) %}
    {% endfor %}

    {{ return(models) }}

{% endmacro %}


{# Every system that there is, switched on or not. #}
{% macro known_systems() %}

    {% set known = [] %}
    {% for feeds in source_feeds().values() %}
        {% for system in feeds if system not in known %}
            {% do known.append(system) %}
        {% endfor %}
    {% endfor %}
    {{ return(known) }}

{% endmacro %}
