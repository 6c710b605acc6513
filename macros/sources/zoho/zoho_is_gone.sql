{# Whether a record of Zoho is deleted. Airbyte does not hear of it. #}
{% macro zoho_is_gone(table='source') -%}
    (
            coalesce({{ table }}.is_connector_deleted, false)
            or lower(coalesce({{ table }}.record_status, '')) = 'trash'
        )
{%- endmacro %}
