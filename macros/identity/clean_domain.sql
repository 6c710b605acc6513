{# A domain or web address as written -> the bare domain in lower case. #}
{% macro clean_domain(expression) -%}
    nullif({{ replace_pattern(
        'lower(' ~ expression ~ ')', '^[^/]*@|^([a-z]+://)?www[.]|^[a-z]+://|[/:?].*$', ''
    ) }}, '')
{%- endmacro %}
