{# Whether the copy of the database found a row gone. WuKong deletes most rows. #}
{% macro wukong_is_gone(table='source') -%}
    (
            coalesce({{ table }}.is_connector_deleted, false)
            or {{ table }}.removed_at is not null
        )
{%- endmacro %}
