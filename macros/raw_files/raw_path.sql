{# The folder of raw files that DuckDB reads; never ends in a slash. #}
{% macro raw_path() %}

    {% set folder = var('raw_path') or env_var('CRM_SEGMENTS_RAW', '') %}
    {{ return((folder or 'data/sample').rstrip('/')) }}

{% endmacro %}
