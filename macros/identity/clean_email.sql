{# An e-mail address as written -> lower case, without `mailto:` and brackets. #}
{% macro clean_email(expression) -%}
    {{ replace_pattern(
        'lower(' ~ expression ~ ')', '^.*<|>.*$|^mailto:', ''
    ) }}
{%- endmacro %}
