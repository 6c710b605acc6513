{# The approval of a contract or payment of WuKong in words. #}
{% macro wukong_check_status(table='source') -%}
    case
            when {{ wukong_is_gone(table) }} then 'deleted'
            {%- for code, status in {
                0: 'awaiting approval',
                1: 'approved',
                2: 'rejected',
                3: 'in approval',
                4: 'withdrawn',
                5: 'not submitted',
                6: 'created',
                7: 'deleted',
                8: 'void',
                10: 'approved'
            }.items() %}
            when {{ table }}.check_status = {{ code }} then '{{ status }}'
            {%- endfor %}
            else 'check_status ' || cast({{ table }}.check_status as {{ dbt.type_string() }})
        end
{%- endmacro %}
