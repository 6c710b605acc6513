{#
    The words of a text in lower case with `separator` between them, whatever
    blanks and punctuation there were; letters of any script stay. Null when
    there is no word.
#}
{% macro words(expression, separator) -%}
    nullif(trim({{ replace_pattern(
        'lower(' ~ expression ~ ')', '[^a-z0-9\u0080-\uffff]+', separator
    ) }}, '{{ separator }}'), '')
{%- endmacro %}
