{# The tags of a csv contact with the conformed separator, a semicolon. #}
{% macro tags_in_one_cell() -%}
    {%- set separator = var('csv__multi_value_separator') -%}
    {%- if separator == ';' -%}
        tags
    {%- else -%}
        replace(tags, '{{ separator | replace("'", "''") }}', ';')
    {%- endif -%}
{%- endmacro %}
