{#
    What a person lets through the circuit breaker in this build: segments and
    sources by name, from the variable `force` (a list) and the environment
    variable CRM_SEGMENTS_FORCE (separated by commas; make build FORCE=).
#}
{% macro forced_names() %}

    {% set given = var('force') %}
    {% set given = given.split(',') if given is string else given %}
    {% set names = [] %}
    {% for name in given + env_var('CRM_SEGMENTS_FORCE', '').split(',') %}
        {% set name = name | string | trim | lower %}
        {% if name and name not in names %}
            {% do names.append(name) %}
        {% endif %}
    {% endfor %}
    {{ return(names | sort) }}

{% endmacro %}


{# A condition: whether a column holds one of them. #}
{% macro is_forced(column) -%}
    {%- set names = [] -%}
    {%- for name in forced_names() -%}
        {%- do names.append(text_literal(name)) -%}
    {%- endfor -%}
    {{ column ~ ' in (' ~ names | join(', ') ~ ')' if names else 'false' }}
{%- endmacro %}
