{# Rows said, meant: each of `words` means itself, and 'all' each of `all_words`. #}
{% macro said_of(words, all_words) -%}
    {%- set rows = [] -%}
    {%- for word in words -%}
        {%- do rows.append({'said': word, 'meant': word}) -%}
    {%- endfor -%}
    {%- for word in all_words -%}
        {%- do rows.append({'said': 'all', 'meant': word}) -%}
    {%- endfor -%}
    {{ literal_rows(rows, {'said': dbt.type_string(), 'meant': dbt.type_string()}) }}
{%- endmacro %}
