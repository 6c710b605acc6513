{#
    The rejection that read_source gave a row, or else one for a row that a
    staging model cannot use for a reason of its own: [[condition, the column
    that tells, reason], ...], of which the first that holds counts.
#}
{% macro rejected_when(cases, table='source') -%}
    coalesce({{ table }}.rejection, case
            {%- for condition, column, reason in cases %}
            when {{ condition }}
                then {{ pack_entry(column, 'cast(' ~ table ~ '.' ~ column ~ ' as ' ~ dbt.type_string() ~ ')', reason) }}
            {%- endfor %}
        end)
{%- endmacro %}
