{#
    How a list of segments is written in a system: multi-select fields of
    HubSpot, Salesforce and Zoho part their values by a semicolon, tags are
    parted by a comma.
#}
{% macro segment_list(destination, expression) -%}
    case
        when {{ destination }} in ('hubspot', 'salesforce', 'zoho')
            then {{ sorted_list(expression, ';') }}
        else {{ sorted_list(expression, ',') }}
    end
{%- endmacro %}


{# The columns of a row as one text, each after a bar; nothing is '~'. #}
{% macro columns_as_text(columns) -%}
    {%- set parts = [] -%}
    {%- for column in columns -%}
        {%- do parts.append(
            " || '|' || coalesce(cast(" ~ column ~ " as " ~ dbt.type_string() ~ "), '~')"
        ) -%}
    {%- endfor -%}
    {{ return(parts | join('')) }}
{%- endmacro %}
