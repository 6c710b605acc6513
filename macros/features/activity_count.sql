{# Aggregate over the daily roll-up (with days_ago): how many activities of a
   type there were, of late or ever. A window of 30 days is the as-of date and
   the 29 days before it. #}
{% macro activity_count(activity_type, window_days=none) -%}
    cast(sum(case
        when activity_type = '{{ activity_type }}'
            {%- if window_days %} and days_ago < {{ window_days }}{% endif %}
            then activity_count
        else 0
    end) as integer)
{%- endmacro %}
