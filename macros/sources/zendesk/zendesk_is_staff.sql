{# Whether a user works for the company; who has no role is a customer. #}
{% macro zendesk_is_staff(role) -%}
    lower({{ role }}) in ('agent', 'admin')
{%- endmacro %}
