{# Whether a rating was given, not only asked for (offered, unoffered). #}
{% macro zendesk_is_answer(score) -%}
    (lower({{ score }}) like 'good%' or lower({{ score }}) like 'bad%')
{%- endmacro %}
