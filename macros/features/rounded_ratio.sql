{#
    An amount of at most four decimals, not below zero, divided by a count and
    rounded half up to four decimals; null when the count is 0. In whole numbers
    throughout: engines round the half of a float differently.
#}
{% macro rounded_ratio(amount, count) -%}
    {%- set doubled = '2 * cast(10000 * ' ~ amount ~ ' as ' ~ dbt.type_bigint() ~ ')' -%}
    cast(
        0.0001 * {{ whole_quotient(
            doubled ~ ' + ' ~ count, '2 * nullif(' ~ count ~ ', 0)'
        ) }}
        as {{ type_money() }}
    )
{%- endmacro %}
