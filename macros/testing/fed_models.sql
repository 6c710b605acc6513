{# Every staging model that feeds anything, of the systems switched on. #}
{% macro fed_models() %}

    {% set models = [] %}
    {% for entity in source_feeds() %}
        {% for model in staged_models(entity) if model not in models %}
            {% do models.append(model) %}
        {% endfor %}
    {% endfor %}
    {{ return(models) }}

{% endmacro %}
