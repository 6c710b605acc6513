{# Overrides the package's macro, by dispatch: our CRM writes n/a for nothing. #}
{% macro duckdb__parse_text(expression) -%}
    nullif({{ crm_segments.duckdb__parse_text(expression) }}, 'n/a')
{%- endmacro %}
