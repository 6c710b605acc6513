{#
    The meaning of a raw value that was joined to value_maps under `alias`: the
    mapped value, 'other' for one that nobody has mapped, null for none.
#}
{% macro mapped(raw_value, alias) -%}
    case when {{ raw_value }} is not null then coalesce({{ alias }}.value, 'other') end
{%- endmacro %}
