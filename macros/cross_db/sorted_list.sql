{# Aggregate: the texts of a group in alphabetical order (by code point, on
   every engine), joined by a separator. #}
{% macro sorted_list(expression, separator) -%}
    {{ return(adapter.dispatch('sorted_list', 'crm_segments')(
        expression, separator
    )) }}
{%- endmacro %}

{% macro default__sorted_list(expression, separator) -%}
    string_agg({{ expression }}, '{{ separator }}' order by {{ expression }})
{%- endmacro %}

{# Postgres sorts by the language of the database unless told otherwise #}
{% macro postgres__sorted_list(expression, separator) -%}
    string_agg({{ expression }}, '{{ separator }}' order by {{ expression }} collate "C")
{%- endmacro %}

{# dbt.listagg does not sort on Spark #}
{% macro spark__sorted_list(expression, separator) -%}
    array_join(sort_array(collect_list({{ expression }})), '{{ separator }}')
{%- endmacro %}
