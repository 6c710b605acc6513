{# Whether a suppression, a row of `relation`, closes a channel for a purpose:
   lists with semicolons, or all. #}
{% macro is_closed(relation, channel, purpose) -%}
    (
            {{ relation }}.closes_channels = 'all'
            or {{ dbt.position(
                "';' || " ~ channel ~ " || ';'",
                "';' || " ~ relation ~ ".closes_channels || ';'"
            ) }} > 0
        )
        and (
            {{ relation }}.closes_purposes = 'all'
            or {{ dbt.position(
                "';' || " ~ purpose ~ " || ';'",
                "';' || " ~ relation ~ ".closes_purposes || ';'"
            ) }} > 0
        )
{%- endmacro %}
