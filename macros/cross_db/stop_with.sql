{#
    A condition for the `where` of a data test over a seed: stops the query with
    the message as the database's error, so that dbt shows the sentence itself
    where it would only count rows. A null message stops nothing.
#}
{% macro stop_with(message) -%}
    {{ return(adapter.dispatch('stop_with', 'crm_segments')(message)) }}
{%- endmacro %}

{# Where nothing raises an error, a text that is no number does. #}
{% macro default__stop_with(message) -%}
    cast({{ message }} as integer) is not null
{%- endmacro %}

{% macro duckdb__stop_with(message) -%}
    {{ message }} is not null and error({{ message }}) is null
{%- endmacro %}

{% macro spark__stop_with(message) -%}
    {{ message }} is not null and raise_error({{ message }}) is null
{%- endmacro %}
