{# A text as a SQL literal: whatever is in it is data. #}
{% macro text_literal(value) -%}
    {{ return(adapter.dispatch('text_literal', 'crm_segments')(value)) }}
{%- endmacro %}

{% macro default__text_literal(value) -%}
    {{ return("'" ~ value | replace("'", "''") ~ "'") }}
{%- endmacro %}

{# Spark reads \ in a literal as an escape #}
{% macro spark__text_literal(value) -%}
    {{ return("'" ~ value | replace("\\", "\\\\") | replace("'", "\\'") ~ "'") }}
{%- endmacro %}
