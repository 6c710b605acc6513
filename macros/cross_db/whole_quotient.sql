{#
    Whole-number division, cut off toward zero, of two whole-number expressions:
    exact at any size, where a plain slash would give a rounded float on DuckDB
    and Spark.
#}
{% macro whole_quotient(dividend, divisor) -%}
    {{ return(adapter.dispatch('whole_quotient', 'crm_segments')(
        dividend, divisor
    )) }}
{%- endmacro %}

{% macro default__whole_quotient(dividend, divisor) -%}
    cast((({{ dividend }}) - mod({{ dividend }}, {{ divisor }})) / ({{ divisor }}) as {{ dbt.type_bigint() }})
{%- endmacro %}

{% macro duckdb__whole_quotient(dividend, divisor) -%}
    (({{ dividend }}) // ({{ divisor }}))
{%- endmacro %}

{# the sum of a bigint is numeric, of which a slash keeps the fraction #}
{% macro postgres__whole_quotient(dividend, divisor) -%}
    cast(div({{ dividend }}, {{ divisor }}) as {{ dbt.type_bigint() }})
{%- endmacro %}

{% macro spark__whole_quotient(dividend, divisor) -%}
    (({{ dividend }}) div ({{ divisor }}))
{%- endmacro %}
