{#
    The date of the run, as a SQL date. No model says current_date.

    First of: the variable as_of_date, the environment variable
    CRM_SEGMENTS_AS_OF, the sample's own last day when the sample is read,
    today in UTC.
#}
{% macro as_of_date() -%}
    cast('{{ as_of_text() }}' as date)
{%- endmacro %}
