{# The tombstones that there are; none before the first build. #}
{% macro erasures_before(types) -%}
    {%- if is_incremental() -%}
    select * from {{ this }}
    {%- else -%}
    {{ no_rows(types) }}
    {%- endif -%}
{%- endmacro %}
