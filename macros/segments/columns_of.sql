{# Part of a select list: columns of a table, each followed by a comma. #}
{% macro columns_of(table, names) -%}
    {%- for name in names -%}
        {{ table }}.{{ name }},
        {% endfor %}
{%- endmacro %}
