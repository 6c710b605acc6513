{#
    The rows that a model which remembers wrote before this run, as a select;
    none on its first run. columns: {name: SQL type}.
#}
{% macro remembered(columns) -%}
    {%- set given = given_memory() -%}
    {%- if given is not none -%}
        {{ literal_rows(given, columns) }}
    {%- elif is_incremental() -%}
    select
        {{ columns | join(',\n        ') }}

    from {{ this }}
    {%- else -%}
    {{ no_rows(columns) }}
    {%- endif -%}
{%- endmacro %}


{# A unit test gives the rows by overriding this, none as []: the table itself
   need not be there then, as it is not when a database is built anew. #}
{% macro given_memory() %}
    {{ return(none) }}
{% endmacro %}
