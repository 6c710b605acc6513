{# Where a row of a freshly loaded seed lies in its table: in the order of the
   file's lines on DuckDB and Postgres, usually so on Spark. #}
{% macro row_position() -%}
    {{ return(adapter.dispatch('row_position', 'crm_segments')()) }}
{%- endmacro %}

{% macro duckdb__row_position() -%}
    rowid
{%- endmacro %}

{% macro postgres__row_position() -%}
    ctid
{%- endmacro %}

{% macro spark__row_position() -%}
    monotonically_increasing_id()
{%- endmacro %}
