{#
    DuckDB only, a hook behind int_erasures__due: takes the rows of erased persons
    out of the copies of the files, and out of what Parquet files show. Which rows
    they were stays in raw_files.erased_rows until the file changes.
#}
{% macro clean_raw_files(tombstones) %}

    {% if target.type != 'duckdb' or not is_building()
        or not has_tombstones(tombstones) %}
        {{ return('') }}
    {% endif %}

    {% set staged = {} %}
    {% for model in fed_models() %}
        {% for name, instance in raw_names(model).items() %}
            {% do staged.update({name: [model, instance]}) %}
        {% endfor %}
    {% endfor %}

    {% for row in run_query(
        'select relation_name, file_name from raw_files.loaded_files'
    ).rows %}
        {% set name = row['relation_name'] %}
        {% if name in staged %}
            {% set erased %}
                select source_row as row_number from {{ this }}
                where staging_model = '{{ staged[name][0] }}'
                    and source_instance = '{{ staged[name][1] }}'
                    and source_row is not null
            {% endset %}
        {% else %}
            {% set erased = rows_naming_erased(name, tombstones) %}
        {% endif %}
        {% do run_query(erase_raw_rows(name, row['file_name'], erased)) %}
    {% endfor %}

    {% do run_query(
        "update raw_files.unreadable_lines set raw_line = 'erased' where raw_line in ("
        ~ texts_naming_erased('raw_files.unreadable_lines', 'raw_line', tombstones)
        ~ ")"
    ) %}

{% endmacro %}


{# The raw tables that a staging model, named as its source table, has a row for
   each row of: {relation name: instance}. #}
{% macro raw_names(model) %}

    {% set names = {} %}
    {% for declared in graph.sources.values()
        if model == 'stg_' ~ declared.source_name ~ '__' ~ declared.name
        and not source_array(declared) %}
        {% for instance, schema in source_instances(declared).items() %}
            {% do names.update({schema ~ '.' ~ source_identifier(declared): instance}) %}
        {% endfor %}
    {% endfor %}
    {{ return(names) }}

{% endmacro %}


{# Of a table that only adds to others: the rows with the address of an erased
   person in any cell. #}
{% macro rows_naming_erased(name, tombstones) %}

    {% set cells = [] %}
    {% for column in run_query('describe ' ~ quoted_raw_name(name)).rows
        if column['column_type'] == 'VARCHAR' %}
        {% set cell = adapter.quote(column['column_name']) %}
        {% do cells.append(
            "(" ~ cell ~ " like '%@%' and " ~ erasure_hash("'email'", email_key(cell))
            ~ " in (select identifier_hash from " ~ tombstones
            ~ " where admitted_from is null))"
        ) %}
    {% endfor %}
    {{ return(
        'select _row as row_number from ' ~ quoted_raw_name(name)
        ~ ' where ' ~ (cells | join(' or ') or 'false')
    ) }}

{% endmacro %}


{% macro erase_raw_rows(name, file_name, erased) %}
    insert into raw_files.erased_rows
    select distinct
        '{{ name | replace("'", "''") }}' as relation_name,
        '{{ file_name.split('/')[0] | replace("'", "''") }}' as system_name,
        '{{ name.split('.')[1] | replace("'", "''") }}' as table_name,
        '{{ file_name | replace("'", "''") }}' as file_name,
        row_number

    from ({{ erased }}) as erased;

    {% if not file_name.endswith('.parquet') %}
    delete from {{ quoted_raw_name(name) }}
    where _row in (
        select row_number from raw_files.erased_rows
        where relation_name = '{{ name | replace("'", "''") }}'
    );
    {% endif %}
{% endmacro %}
