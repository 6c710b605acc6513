{#
    Which class of system counts revenue: the lowest rank that has any. Shop
    before billing before CRM; or those that the variable revenue_sources lists,
    together, and no other.
#}
{% macro revenue_rank(revenue_class) -%}
    {%- set listed = var('revenue_sources') -%}
    case
            {%- for name in listed or ['shop', 'billing'] %}
            when {{ revenue_class }} = '{{ name }}' then {{ 1 if listed else loop.index }}
            {%- endfor %}
            {%- if not listed %}
            else 3
            {%- endif %}
        end
{%- endmacro %}
