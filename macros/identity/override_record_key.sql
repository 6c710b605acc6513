{# The key of one side, '' or 'other_', of a line of contact_overrides. #}
{% macro override_record_key(side) -%}
    trim({{ side }}source_system)
    || coalesce('/' || nullif(trim({{ side }}source_instance), ''), '')
    || ':' || trim({{ side }}source_contact_id)
{%- endmacro %}
