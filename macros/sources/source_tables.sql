{#
    The input contract, read from the sources' YAML: what a raw table should
    have (declared_source) and what it does have (found_columns).
#}

{# source(...) -> its declaration. #}
{% macro declared_source(relation) %}

    {% for node in graph.sources.values()
        if node.package_name == 'crm_segments' %}
        {% if relation.schema == node.schema
            and relation.identifier == node.identifier %}
            {{ return(node) }}
        {% endif %}
    {% endfor %}

    {{ exceptions.raise_compiler_error(
        relation | string ~ " is not declared in a sources YAML of this project."
    ) }}

{% endmacro %}


{# The instances of a system: {name: schema}. One unnamed instance unless the
   variable <system>__instances names several. #}
{% macro source_instances(declared) %}
    {{ return(
        var(declared.source_name ~ '__instances', {})
        or {'': declared.schema}
    ) }}
{% endmacro %}


{#
    The real name of a declared table: the variable <system>__tables, else the
    one of the connector named by <system>__connector (config.meta.identifiers),
    else the declared identifier.
#}
{% macro source_identifier(declared) %}

    {% set named = var(declared.source_name ~ '__tables', {}) %}
    {% set by_connector = declared.config.meta.get('identifiers', {}) %}
    {{ return(
        named.get(declared.name)
        or by_connector.get(var(declared.source_name ~ '__connector', ''))
        or declared.identifier
    ) }}

{% endmacro %}


{#
    What is there: {declared name: {name: real name, type: real type, others:
    further real columns that hold the same}}; none when the table is absent.

    The real name is the one the variable <system>__column_names gives, else any
    of the spellings in the column's config.meta.names, else the declared name;
    case does not matter. Connectors have spelt one field in several ways over
    the years: when several are there, the first filled one counts. A missing
    required table or column stops a build.

    A spelling `customer.id` is the field id of the JSON column customer. The
    fields of a table that lies in an array (source_arrays.sql) are JSON, so
    nobody knows in advance which are there: all spellings count as found.
#}
{% macro found_columns(declared, schema) %}

    {% set array = source_array(declared) %}
    {% set identifier = source_identifier(array.table or declared) %}
    {% set relation = adapter.get_relation(
        database=declared.database, schema=schema, identifier=identifier
    ) %}
    {% if relation is none %}
        {% if declared.config.meta.get('required') and is_building() %}
            {{ exceptions.raise_compiler_error(
                missing_table(array.table or declared, schema)
            ) }}
        {% endif %}
        {{ return(none) }}
    {% endif %}

    {% set real = {} %}
    {% for column in adapter.get_columns_in_relation(relation) %}
        {% do real.update({column.name | lower: {
            'name': column.name, 'type': column.dtype | lower, 'others': []
        }}) %}
    {% endfor %}

    {% if array and not found_column(real, array.path[0], 0) %}
        {% if declared.config.meta.get('required') and is_building() %}
            {{ exceptions.raise_compiler_error(missing_column(
                array.table, schema, array.path[0], {}, real
            )) }}
        {% endif %}
        {{ return(none) }}
    {% endif %}

    {% set names = var(declared.source_name ~ '__column_names', {})
        .get(declared.name, {}) %}
    {% set found = {} %}
    {% for column in declared.columns.values() %}
        {% set spellings = [names[column.name]] if column.name in names
            else column.config.meta.get('names', []) + [column.name] %}
        {% set present = [] %}
        {% for spelling in spellings %}
            {% set match = found_column(
                real, spelling | trim, array.path | length
            ) %}
            {% do present.append(match) if match and match not in present %}
        {% endfor %}
        {% if present %}
            {% do found.update({column.name: dict(
                present[0], others=present[1:]
            )}) %}
        {% elif is_building()
            and (column.config.meta.get('required') or column.name in names) %}
            {{ exceptions.raise_compiler_error(missing_column(
                declared, schema, column.name, names, real
            )) }}
        {% endif %}
    {% endfor %}
    {% if '_row' in real %}
        {% do found.update({'_row': real['_row']}) %}
    {% endif %}
    {% for name in var(declared.source_name ~ '__extra_columns', [])
        if declared.config.meta.get('takes_extra_columns') %}
        {% if name | lower in real %}
            {% do found.update({'extra ' ~ name: real[name | lower]}) %}
        {% elif is_building() %}
            {{ exceptions.raise_compiler_error(
                "The variable " ~ declared.source_name ~ "__extra_columns names"
                ~ " `" ~ name ~ "`, but " ~ schema ~ "." ~ identifier
                ~ " has no such column. It has: "
                ~ real.values() | map(attribute='name') | join(', ') ~ "."
            ) }}
        {% endif %}
    {% endfor %}

    {{ return(found) }}

{% endmacro %}


{% macro missing_table(declared, schema) %}

    {% set identifier = source_identifier(declared) %}
    {% set place = schema ~ "." ~ identifier %}
    {% set hint %}
        {%- if target.type == 'duckdb' -%}
            Put a file {{ raw_path() }}/{{ schema | replace('raw_', '') }}/{{ identifier }}.csv
            (or .csv.gz, .parquet) there, name another folder with
            CRM_SEGMENTS_RAW or the variable raw_path,
        {%- else -%}
            Load it, name another schema with the variable
            {{ declared.source_name }}__schema,
        {%- endif %}
            or take '{{ declared.source_name }}' out of crm_sources.
    {% endset %}
    {{ return(
        "The required table `" ~ declared.name ~ "` of source `"
        ~ declared.source_name ~ "` is missing: " ~ place
        ~ " does not exist. " ~ hint.split() | join(' ')
    ) }}

{% endmacro %}


{% macro missing_column(declared, schema, name, names, real) %}
    {{ return(
        "The table " ~ schema ~ "." ~ source_identifier(declared) ~ " (source `"
        ~ declared.source_name ~ "`) has no column `"
        ~ names.get(name, name) ~ "`"
        ~ (", which the variable " ~ declared.source_name
            ~ "__column_names gives for `" ~ name ~ "`"
            if name in names else ", which is required")
        ~ ". It has: " ~ real.values() | map(attribute='name')
            | reject('equalto', '_row') | join(', ')
        ~ ". Add it, or say what it is called: vars: {"
        ~ declared.source_name ~ "__column_names: {" ~ declared.name ~ ": {"
        ~ name ~ ": 'your column'}}}."
    ) }}
{% endmacro %}


{# Before anything is built: every connector named, and every required table
   and column, of the systems switched on. #}
{% macro check_sources() %}

    {% if is_building() %}
        {% for declared in graph.sources.values()
            if declared.package_name == 'crm_segments' %}
            {% do check_connector(declared.source_name) %}
            {% for schema in source_instances(declared).values() %}
                {% do found_columns(declared, schema) %}
            {% endfor %}
        {% endfor %}
    {% endif %}

{% endmacro %}


{# Whether any table of a system knows the connector <system>__connector. #}
{% macro check_connector(system) %}

    {% set known = {} %}
    {% for declared in graph.sources.values()
        if declared.source_name == system %}
        {% do known.update(declared.config.meta.get('identifiers', {})) %}
        {% do known.update(declared.config.meta.get('array_in', {})) %}
    {% endfor %}
    {% set named = var(system ~ '__connector', '') %}
    {% if known and named and named not in known %}
        {{ exceptions.raise_compiler_error(
            "The variable " ~ system ~ "__connector is '" ~ named
            ~ "'. Known for this system: " ~ known | join(', ') ~ "."
        ) }}
    {% endif %}

{% endmacro %}
