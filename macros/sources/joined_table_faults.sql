{#
    Raw tables that only add to the rows of others have no entity in which their
    faults would be listed. Given their names and sources, {name: source}: one
    row per faulty row of theirs, in the columns that rejections are made of.
#}
{% macro joined_table_faults(tables) %}

    select
        {# rows that are copies of one another share all but their number #}
        source_system || '/' || source_instance || ':' || record_id || '-'
        || cast(row_number() over (
            partition by source_system, source_instance, record_id
            order by source_row asc, rejection asc
        ) as {{ dbt.type_string() }}) as joined_row_key,
        faults.*

    from (
        {% for name, relation in tables.items() %}
        select
            source_system,
            source_instance,
            source_row,
            '{{ name }} ' || coalesce(record_id, '') as record_id,
            bad_values,
            rejection

        from (
            {{ read_source(relation) }}
        ) as {{ name }}_rows

        where coalesce(bad_values, rejection) is not null

        {{ 'union all' if not loop.last }}
        {% endfor %}
    ) as faults

{% endmacro %}
