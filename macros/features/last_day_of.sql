{# Aggregate over the daily roll-up: the last day with an activity of a type. #}
{% macro last_day_of(activity_types) -%}
    max(case
        when activity_type in ('{{ activity_types | join("', '") }}')
            then activity_on
    end)
{%- endmacro %}
