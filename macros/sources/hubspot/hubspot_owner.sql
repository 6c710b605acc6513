{# The name of an owner of HubSpot, else the address, else the id. #}
{% macro hubspot_owner(table, owners) -%}
    coalesce(
            nullif(trim(
                coalesce({{ owners }}.first_name, '') || ' '
                || coalesce({{ owners }}.last_name, '')
            ), ''),
            {{ owners }}.email,
            {{ table }}.hubspot_owner_id
        )
{%- endmacro %}
