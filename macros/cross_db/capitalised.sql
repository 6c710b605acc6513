{# Text with every word's first letter large and the others small; whatever is no
   letter or digit ends a word: O'Hara, Anna-Lena. #}
{% macro capitalised(expression) -%}
    {{ return(adapter.dispatch('capitalised', 'crm_segments')(expression)) }}
{%- endmacro %}

{% macro default__capitalised(expression) -%}
    initcap({{ expression }})
{%- endmacro %}

{% macro duckdb__capitalised(expression) -%}
    array_to_string(list_transform(
        regexp_extract_all(lower({{ expression }}), '[\p{L}\p{M}\p{N}]+|[^\p{L}\p{M}\p{N}]+'),
        lambda word: upper(substr(word, 1, 1)) || substr(word, 2)
    ), '')
{%- endmacro %}

{% macro spark__capitalised(expression) -%}
    array_join(transform(
        regexp_extract_all(lower({{ expression }}), '([\\p{L}\\p{M}\\p{N}]+|[^\\p{L}\\p{M}\\p{N}]+)', 1),
        word -> concat(upper(substr(word, 1, 1)), substr(word, 2))
    ), '')
{%- endmacro %}
