{# In an aggregate: how many rows have the column and pass the check; null when
   there is none to pass. #}
{% macro count_where(column, check) -%}
    {%- if check -%}
        sum(case when {{ column }} is not null and {{ check }} then 1 else 0 end)
    {%- else -%}
        cast(null as {{ dbt.type_bigint() }})
    {%- endif -%}
{%- endmacro %}
