{#
    In a group by contact over ranked records: the value of the best-ranked
    record where it is filled (or where `condition` holds, then as it is, null
    included). The rank is put before the value, so one min() finds it.
#}
{% macro surviving(column, condition=none) -%}
    nullif(substr(min(
        case
            when {{ condition or column ~ ' is not null' }}
                then lpad(cast(record_rank as {{ dbt.type_string() }}), 9, '0')
                || coalesce(cast({{ column }} as {{ dbt.type_string() }}), '')
        end
    ), 10), '')
{%- endmacro %}
