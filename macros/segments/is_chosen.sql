{# Whether a contact is to be explained: those named, else everybody when
   segments are named, else nobody. #}
{% macro is_chosen(segment_ids, contact_ids) -%}
    {%- if contact_ids -%}
        contact_id in (
        {%- for contact_id in contact_ids -%}
            {{ text_literal(contact_id | string) }}{{ ', ' if not loop.last }}
        {%- endfor -%}
        )
    {%- else -%}
        {{ '1 = 1' if segment_ids else '1 = 0' }}
    {%- endif -%}
{%- endmacro %}
