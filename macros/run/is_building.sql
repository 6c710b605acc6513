{#
    Whether this command makes or tests tables. Compiling, linting and writing
    docs must work on an empty database, so only a build may stop over its
    input.
#}
{% macro is_building() %}
    {{ return(
        execute
        and flags.WHICH in ['build', 'run', 'test', 'retry', 'snapshot']
    ) }}
{% endmacro %}
