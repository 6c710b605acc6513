{# The staging models that feed an entity, of the systems switched on. #}
{% macro staged_models(entity) %}

    {% set models = [] %}
    {% for source_system in var('crm_sources') %}
        {% do models.extend(source_feeds()[entity].get(source_system, [])) %}
    {% endfor %}

    {{ return(models) }}

{% endmacro %}
