{#
    The values of the custom fields of WuKong, one per batch_id and field; for
    models that import `fields`. A value is found by its batch_id and named by
    its field_id: the column name of these tables is written in several ways.
#}
{% macro wukong_values(relation) -%}
    select
        newest_values.source_scope,
        newest_values.batch_id,
        newest_values.field_id,
        lower(fields.field_name) as field_name,
        coalesce(
            lower(case
                when fields.field_type = 0 then fields.name
                else fields.field_name
            end),
            'field_' || newest_values.field_id
        ) as attribute_name,
        newest_values.value,
        newest_values.create_time

    from (
        select
            data_rows.*,
            row_number() over (
                partition by source_scope, batch_id, field_id
                order by create_time desc nulls last, id desc
            ) as value_rank

        from (
            {{ read_source(relation) }}
        ) as data_rows

        where rejection is null
    ) as newest_values

    left join fields
        on newest_values.source_scope = fields.source_scope
            and newest_values.field_id = fields.record_id
            and fields.rejection is null

    {# files and detail tables are no one value #}
    where
        newest_values.value_rank = 1
        and newest_values.value is not null
        and coalesce(fields.type, 1) not in (8, 45)
{%- endmacro %}


{# One built-in field of `values`: one row per batch_id. #}
{% macro wukong_field(values, field_name) -%}
    select
        source_scope,
        batch_id,
        max(value) as value

    from {{ values }}

    where field_name = '{{ field_name }}'

    group by
        source_scope,
        batch_id
{%- endmacro %}
