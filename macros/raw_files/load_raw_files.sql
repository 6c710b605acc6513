{#
    DuckDB only: makes the files <raw_path>/<system>/<table>.csv|.csv.gz|.parquet
    of the systems in crm_sources (and of their instances) appear as tables
    raw_<system>.<table>, so that the models are the same on every engine.

    A CSV becomes a table of text columns, a Parquet file a view. Both get
    `_row`: the row a spreadsheet shows (the header is row 1). Lines that cannot
    be read go to raw_files.unreadable_lines. A file that has not changed since
    the last run is not read again; a table whose file is gone goes too.
    raw_files.loaded_files says what was read.
#}
{% macro load_raw_files() %}

    {% if not execute or target.type != 'duckdb' %}
        {{ return('') }}
    {% endif %}

    {% do run_query(raw_files_ddl()) %}
    {% do assert_same_raw_path() %}

    {% set files = list_raw_files() %}
    {% set loaded = {} %}
    {% for row in run_query('select * from raw_files.loaded_files').rows %}
        {% do loaded.update({row['relation_name']: row['fingerprint']}) %}
    {% endfor %}

    {% for name in loaded if name not in files %}
        {% do run_query(forget_raw_file(name)) %}
    {% endfor %}

    {% for name, file in files.items()
        if loaded.get(name) != file.fingerprint %}
        {% do load_raw_file(name, file) %}
    {% endfor %}

{% endmacro %}


{% macro raw_files_ddl() %}
    create schema if not exists raw_files;
    create table if not exists raw_files.loaded_files (
        relation_name varchar,
        raw_path varchar,
        file_name varchar,
        fingerprint varchar,
        row_count bigint
    );
    create table if not exists raw_files.unreadable_lines (
        relation_name varchar,
        system_name varchar,
        table_name varchar,
        file_name varchar,
        line_number bigint,
        raw_line varchar,
        problem varchar
    );
    create table if not exists raw_files.erased_rows (
        relation_name varchar,
        system_name varchar,
        table_name varchar,
        file_name varchar,
        row_number bigint
    );
{% endmacro %}


{# One database holds one company: history and ids of two must never mix. #}
{% macro assert_same_raw_path() %}

    {% set other = run_query(
        "select raw_path from raw_files.loaded_files where raw_path != '"
        ~ raw_path() | replace("'", "''") ~ "' limit 1"
    ) %}
    {% if other.rows | length > 0 %}
        {{ exceptions.raise_compiler_error(
            "This database was built from the files in '"
            ~ other.rows[0]['raw_path'] ~ "', this run reads '" ~ raw_path()
            ~ "'. Two companies must not share ids and history: name another "
            ~ "database (environment variable CRM_SEGMENTS_DUCKDB, or "
            ~ "make build DB=other.duckdb), or delete this one."
        ) }}
    {% endif %}

{% endmacro %}


{# Relation name -> {path, file_name, system, table, format, size, fingerprint} #}
{% macro list_raw_files() %}

    {% set listing %}
        select
            filename as path,
            size as byte_count,
            last_modified

        from read_blob('{{ raw_path() | replace("'", "''") }}/*/*')

        where regexp_matches(filename, '[.](csv|csv[.]gz|parquet)$')

        order by filename
    {% endset %}

    {# the instances of a system have a folder each, named as their schema #}
    {% set folders = [] %}
    {% for source_system in var('crm_sources') %}
        {% do folders.append(source_system) %}
        {% for schema in var(source_system ~ '__instances', {}).values() %}
            {% do folders.append(schema.replace('raw_', '', 1)) %}
        {% endfor %}
    {% endfor %}

    {% set files = {} %}
    {% for row in run_query(listing).rows %}
        {% set parts = row['path'].replace('\\', '/').split('/') %}
        {% set system = parts[-2] %}
        {% set table = parts[-1].split('.')[0] %}
        {% set name = 'raw_' ~ system ~ '.' ~ table %}
        {% if system in folders %}
            {% if name in files %}
                {{ exceptions.raise_compiler_error(
                    "Two files hold the table '" ~ table ~ "' of '" ~ system
                    ~ "': " ~ files[name].path ~ " and " ~ row['path']
                    ~ ". Keep one."
                ) }}
            {% endif %}
            {% do files.update({name: {
                'path': row['path'],
                'file_name': system ~ '/' ~ parts[-1],
                'system': system,
                'table': table,
                'format': 'parquet' if parts[-1].endswith('.parquet') else 'csv',
                'byte_count': row['byte_count'],
                'fingerprint': raw_file_fingerprint(row),
            }}) %}
        {% endif %}
    {% endfor %}

    {{ return(files) }}

{% endmacro %}


{# Says whether a file has changed. A clock of whole seconds may miss a quick
   edit, so a small file is read; a large one is told by size and time. #}
{% macro raw_file_fingerprint(row) %}

    {% set told %}{{ row['path'] }} {{ row['byte_count'] }}{% endset %}
    {% if row['byte_count'] > 16000000 %}
        {{ return(told ~ ' ' ~ row['last_modified']) }}
    {% endif %}
    {{ return(told ~ ' ' ~ run_query(
        "select md5(content) from read_blob('"
        ~ row['path'] | replace("'", "''") ~ "')"
    ).rows[0][0]) }}

{% endmacro %}


{% macro load_raw_file(name, file) %}

    {% do run_query(forget_raw_file(name)) %}

    {% if file.byte_count == 0 %}
        {% do exceptions.warn(
            "The file " ~ file.path ~ " is empty, not even a header line; it "
            ~ "is read as if it were not there."
        ) %}
        {{ return('') }}
    {% endif %}

    {% if file.format == 'parquet' %}
        {% do run_query(raw_parquet_view(name, file)) %}
    {% else %}
        {% do run_query(raw_csv_table(name, file, raw_csv_header(file))) %}
    {% endif %}

    {% do run_query(remember_raw_file(name, file)) %}

{% endmacro %}


{% macro forget_raw_file(name) %}
    create schema if not exists {{ quoted_raw_name(name).split('.')[0] }};
    {# a file may change its format, and DuckDB drops by kind #}
    {% for kind in run_query(
        "select table_type from information_schema.tables "
        ~ "where table_catalog = current_database() and "
        ~ "table_schema || '.' || table_name = '"
        ~ name | replace("'", "''") ~ "'"
    ).columns[0].values() %}
    drop {{ 'view' if kind == 'VIEW' else 'table' }} {{ quoted_raw_name(name) }};
    {% endfor %}
    delete from raw_files.loaded_files
    where relation_name = '{{ name | replace("'", "''") }}';
    delete from raw_files.unreadable_lines
    where relation_name = '{{ name | replace("'", "''") }}';
    delete from raw_files.erased_rows
    where relation_name = '{{ name | replace("'", "''") }}';
{% endmacro %}


{% macro remember_raw_file(name, file) %}
    insert into raw_files.loaded_files
    select
        '{{ name | replace("'", "''") }}' as relation_name,
        '{{ raw_path() | replace("'", "''") }}' as raw_path,
        '{{ file.file_name | replace("'", "''") }}' as file_name,
        '{{ file.fingerprint | replace("'", "''") }}' as fingerprint,
        count(*) as row_count

    from {{ quoted_raw_name(name) }}
{% endmacro %}


{% macro raw_parquet_view(name, file) %}
    create view {{ quoted_raw_name(name) }} as
    select
        * exclude (file_row_number),
        file_row_number + 1 as _row

    from read_parquet(
        '{{ file.path | replace("'", "''") }}', file_row_number = true
    )
    where file_row_number + 1 not in (
        select row_number
        from raw_files.erased_rows
        where relation_name = '{{ name | replace("'", "''") }}'
    )
{% endmacro %}


{#
    Reads the first line with more columns than any file has: the explicit
    layout keeps DuckDB from guessing one, and padding fills the rest.
#}
{% macro raw_csv_header(file) %}

    {% set columns = [] %}
    {% for number in range(1, 1001) %}
        {% do columns.append("'column_" ~ number ~ "': 'varchar'") %}
    {% endfor %}
    {% set first_line = run_query(
        "select * from read_csv('" ~ file.path | replace("'", "''") ~ "', "
        ~ "auto_detect = false, header = false, delim = ',', quote = '\"', "
        ~ "escape = '\"', null_padding = true, strict_mode = false, "
        ~ "ignore_errors = true, parallel = false, columns = {"
        ~ columns | join(', ') ~ "}) limit 1"
    ) %}

    {% set header = [] %}
    {% set seen = {} %}
    {% for cell in (first_line.rows[0].values() if first_line.rows else []) %}
        {% do header.append((cell or '') | string | trim) %}
    {% endfor %}
    {% for _ in range(header | length) if header and not header[-1] %}
        {% do header.pop() %}
    {% endfor %}
    {% if not header %}
        {{ exceptions.raise_compiler_error(
            "The file " ~ file.path ~ " has no header line that can be read. "
            ~ "The first line must name the columns, separated by commas."
        ) }}
    {% endif %}

    {% for cell in header %}
        {% if not cell %}
            {% do header.__setitem__(loop.index0, 'column_' ~ loop.index) %}
        {% elif cell | lower in seen %}
            {{ exceptions.raise_compiler_error(
                "The file " ~ file.path ~ " names the column '" ~ cell
                ~ "' twice in its header (columns " ~ seen[cell | lower]
                ~ " and " ~ loop.index ~ "). Rename one of them."
            ) }}
        {% endif %}
        {% do seen.update({cell | lower: loop.index}) %}
    {% endfor %}

    {{ return(header) }}

{% endmacro %}


{% macro raw_csv_table(name, file, header) %}

    {% set columns = [] %}
    {% for cell in header %}
        {% do columns.append("'" ~ cell | replace("'", "''") ~ "': 'varchar'") %}
    {% endfor %}

    create or replace temp table raw_file_rows as
    select
        row_number() over () + 1 as _row,
        *

    from read_csv(
        '{{ file.path | replace("'", "''") }}',
        auto_detect = false,
        header = true,
        delim = ',',
        quote = '"',
        escape = '"',
        strict_mode = true,
        store_rejects = true,
        rejects_table = 'raw_file_rejects',
        rejects_scan = 'raw_file_scans',
        max_line_size = 33554432,
        columns = {{ '{' ~ columns | join(', ') ~ '}' }}
    );

    insert into raw_files.unreadable_lines
    select
        '{{ name | replace("'", "''") }}' as relation_name,
        '{{ file.system | replace("'", "''") }}' as system_name,
        '{{ file.table | replace("'", "''") }}' as table_name,
        '{{ file.file_name | replace("'", "''") }}' as file_name,
        line as line_number,
        any_value(csv_line) as raw_line,
        string_agg(distinct case error_type
            when 'MISSING COLUMNS' then 'too few columns'
            when 'TOO MANY COLUMNS' then 'too many columns'
            when 'UNQUOTED VALUE' then 'unbalanced quotes'
            when 'INVALID ENCODING' then 'not UTF-8'
            else lower(error_type)
        end, ', ') as problem

    from raw_file_rejects

    group by line;

    {# a row below unreadable ones is that much further down in the file #}
    create table {{ quoted_raw_name(name) }} as
    with

    unreadable as (

        select
            line_number
            - row_number() over (order by line_number) + 1 as first_row_below

        from raw_files.unreadable_lines

        where relation_name = '{{ name | replace("'", "''") }}'

    )

    select
        raw_file_rows.* exclude (_row),
        raw_file_rows._row + (
            select count(*)
            from unreadable
            where raw_file_rows._row >= unreadable.first_row_below
        ) as _row

    from raw_file_rows;

    drop table raw_file_rows;
    drop table raw_file_rejects;
    drop table raw_file_scans;

{% endmacro %}


{% macro quoted_raw_name(name) %}
    {%- set parts = name.split('.') -%}
    {{ return(
        '"' ~ parts[0] | replace('"', '""') ~ '"."'
        ~ parts[1] | replace('"', '""') ~ '"'
    ) }}
{% endmacro %}
