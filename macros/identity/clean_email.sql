{# An e-mail address as written -> lower case, without `mailto:`, brackets and
   marks that nobody sees. #}
{% macro clean_email(expression) -%}
    {{ replace_pattern(
        'lower(' ~ expression ~ ')',
        '^.*<|>.*$|^mailto:|[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]', ''
    ) }}
{%- endmacro %}
