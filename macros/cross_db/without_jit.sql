{#
    A hook before a model that stacks many staging views. Postgres would compile
    so long a query before it runs it: minutes for what then takes none.
#}
{% macro without_jit() -%}
    {{ return(adapter.dispatch('without_jit', 'crm_segments')()) }}
{%- endmacro %}

{% macro default__without_jit() -%}
{%- endmacro %}

{% macro postgres__without_jit() -%}
    set jit = off
{%- endmacro %}
