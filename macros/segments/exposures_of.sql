{#
    The names of the exposures that use a segment, as an expression; null for
    none. An exposure names them under meta: segments: all, or a list of ids.
#}
{% macro exposures_of(segment_id) -%}
    {%- set cases = [] -%}
    {%- for exposure in (graph.get('exposures', {}).values() if execute else []) | sort(attribute='name') -%}
        {%- set used = exposure.config.meta.get('segments') or exposure.meta.get('segments') -%}
        {%- if used == 'all' -%}
            {%- do cases.append("'" ~ exposure.name ~ ", '") -%}
        {%- elif used -%}
            {%- set ids = [] -%}
            {%- for name in used -%}
                {%- do ids.append(text_literal(name)) -%}
            {%- endfor -%}
            {%- do cases.append(
                'case when ' ~ segment_id ~ ' in (' ~ ids | join(', ') ~ ") then '"
                ~ exposure.name ~ ", ' else '' end"
            ) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if cases -%}
        nullif(rtrim(concat({{ cases | join(', ') }}, ''), ', '), '')
    {%- else -%}
        cast(null as {{ dbt.type_string() }})
    {%- endif -%}
{%- endmacro %}
