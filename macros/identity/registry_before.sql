{# The registry before this run: none the first time. #}
{% macro registry_before(record, id) -%}
    {% if is_incremental() -%}
        select * from {{ this }}
    {%- else -%}
        {{ no_rows({
            'registration_key': dbt.type_string(),
            record: dbt.type_string(),
            'registration_number': dbt.type_int(),
            id: dbt.type_string(),
            'previous_' ~ id: dbt.type_string(),
            'change_type': dbt.type_string(),
            'rule': dbt.type_string(),
            'registered_on': 'date',
        }) }}
    {%- endif %}
{%- endmacro %}
