{# Whole days from a date to the as-of date: 0 is the as-of date itself. #}
{% macro days_ago(date_column) -%}
    cast({{ dbt.datediff(date_column, as_of_date(), 'day') }} as integer)
{%- endmacro %}
