{# Whether the files read are the sample company's, whose story has a last day. #}
{% macro reads_sample() %}
    {{ return(target.type == 'duckdb' and raw_path() == 'data/sample') }}
{% endmacro %}
