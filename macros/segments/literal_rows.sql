{# Dicts as rows: select cast(literal as type) as name ... union all ...;
   {name: SQL type} says which columns, in which order. #}
{% macro literal_rows(rows, types) -%}
    {%- for row in rows %}
    select
        {%- for name, type in types.items() %}
        cast({{ literal_cell(row.get(name)) }} as {{ type }}) as {{ name }}
        {{- ',' if not loop.last }}
        {%- endfor %}
    {{- '\n\n    union all\n' if not loop.last }}
    {%- else %}
    {{ no_rows(types) }}
    {%- endfor %}
{%- endmacro %}


{% macro literal_cell(value) -%}
    {%- if value is none -%}
        null
    {%- elif value is boolean -%}
        {{ value | lower }}
    {%- else -%}
        {{ text_literal(value | string) }}
    {%- endif -%}
{%- endmacro %}
