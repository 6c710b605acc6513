{# Whether a value lies between the bounds of a row of rfm_score_bounds. #}
{% macro within_bounds(value, bounds) -%}
    (
        {{ bounds }}.lower_bound is null
        or {{ value }} > {{ bounds }}.lower_bound
        or ({{ bounds }}.is_lower_included and {{ value }} = {{ bounds }}.lower_bound)
    )
    and (
        {{ bounds }}.upper_bound is null
        or {{ value }} < {{ bounds }}.upper_bound
        or ({{ bounds }}.is_upper_included and {{ value }} = {{ bounds }}.upper_bound)
    )
{%- endmacro %}
