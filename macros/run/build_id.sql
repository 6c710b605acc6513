{# The id of this run, as text: one per dbt command. build_manifest says what
   became of it. A unit test gives its own by overriding this macro. #}
{% macro build_id() %}
    {{ return(invocation_id) }}
{% endmacro %}
