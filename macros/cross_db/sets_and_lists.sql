{# A CTE read twice that must not be stored in between: the reader only wants
   few rows or columns of it. Spark never stores one. #}
{% macro not_materialized() -%}
    {{ return(adapter.dispatch('not_materialized', 'crm_segments')()) }}
{%- endmacro %}

{% macro default__not_materialized() -%}
    not materialized
{%- endmacro %}

{% macro spark__not_materialized() -%}
{%- endmacro %}


{# A CTE that must be stored: a long chain of plain ones takes the planner of
   DuckDB exponential time. Spark never stores one, and plans it as it is. #}
{% macro materialized() -%}
    {{ return(adapter.dispatch('materialized', 'crm_segments')()) }}
{%- endmacro %}

{% macro default__materialized() -%}
    materialized
{%- endmacro %}

{% macro spark__materialized() -%}
{%- endmacro %}


{# In a select list: one row per part of a text; a null text gives no row.
   The separator is one character. #}
{% macro split_to_rows(expression, separator) -%}
    {{ return(adapter.dispatch('split_to_rows', 'crm_segments')(expression, separator)) }}
{%- endmacro %}

{% macro default__split_to_rows(expression, separator) -%}
    unnest(string_to_array({{ expression }}, {{ separator }}))
{%- endmacro %}

{% macro duckdb__split_to_rows(expression, separator) -%}
    unnest(string_split({{ expression }}, {{ separator }}))
{%- endmacro %}

{# Spark splits by a regular expression: quote the separator #}
{% macro spark__split_to_rows(expression, separator) -%}
    explode(split({{ expression }}, concat('\\Q', {{ separator }}, '\\E')))
{%- endmacro %}


{# The n-th part (1-based) of a text, '' when there are fewer. #}
{% macro part_of(expression, separator, number) -%}
    split_part({{ expression }}, {{ separator }}, {{ number }})
{%- endmacro %}


{# A relation of no rows with these columns: {name: SQL type}. #}
{% macro no_rows(columns) -%}
    select
        {%- for name, type in columns.items() %}
        cast(null as {{ type }}) as {{ name }}{{ ',' if not loop.last }}
        {%- endfor %}

    from (select 1 as one) as nothing

    where 1 = 0
{%- endmacro %}
