{#
    Whether a row is deleted: its system says so, the connector found it gone,
    or history mode has closed its last version. For tables that declare
    is_deleted, is_connector_deleted and is_current.
#}
{% macro is_gone(table='source') -%}
    (
            coalesce({{ table }}.is_deleted, false)
            or coalesce({{ table }}.is_connector_deleted, false)
            or not coalesce({{ table }}.is_current, true)
        )
{%- endmacro %}
