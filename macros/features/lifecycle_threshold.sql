{# Aggregate over lifecycle_thresholds: the value of one of them. #}
{% macro lifecycle_threshold(name) -%}
    max(case when threshold_name = '{{ name }}' then threshold_value end)
{%- endmacro %}
