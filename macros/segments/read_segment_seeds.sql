{#
    The lines of the seeds that say what a segment is:
    {seed: [{column: cell, 'line': row of the file as a spreadsheet shows it}]};
    of static_lists, which may be long, only the names: {'list_names': [...]}.

    The tables are read while a model is compiled, hence found by name and not
    by ref(); each model that calls this names the seeds in a `depends_on`
    comment. A unit test gives its lines by overriding this macro.
#}
{% macro read_segment_seeds() %}

    {% set seeds = {} %}
    {% for name in [
        'segment_definitions', 'segment_rules', 'segment_overrides'
    ] %}
        {% do seeds.update({name: read_seed_lines(name)}) %}
    {% endfor %}
    {% do seeds.update({'list_names': read_list_names()}) %}

    {{ return(seeds) }}

{% endmacro %}


{# Read once a run: whoever asks depends on the seed, so it is loaded by then. #}
{% macro read_seed_lines(name) %}

    {% set kept = graph.setdefault('seed_lines', {}) %}
    {% set place = invocation_id ~ name %}
    {% if place in kept %}
        {{ return(kept[place]) }}
    {% endif %}

    {% set relation = loaded_seed(name) %}
    {% if not relation %}
        {{ return([]) }}
    {% endif %}

    {# a seed of another project may hold numbers and dates: all is read as text #}
    {% set cells = {} %}
    {% for column in adapter.get_columns_in_relation(relation) %}
        {% do cells.update({column.name:
            "cast(" ~ adapter.quote(column.name) ~ " as " ~ dbt.type_string()
            ~ ") as " ~ adapter.quote(column.name)
        }) %}
    {% endfor %}
    {% set columns = seed_in_use(name).columns or cells.keys() %}
    {% set table = run_query(
        "select * from (select " ~ cells.values() | join(', ') ~ ", " ~ row_position()
        ~ " as line_position from " ~ relation
        ~ ") as positioned order by line_position"
    ) %}

    {% set lines = [] %}
    {% for row in table.rows %}
        {% set line = {'line': loop.index + 1} %}
        {% for column in columns %}
            {% do line.update({column: row.get(column)}) %}
        {% endfor %}
        {% do lines.append(line) %}
    {% endfor %}

    {% do kept.update({place: lines}) %}
    {{ return(lines) }}

{% endmacro %}


{% macro read_list_names() %}

    {% set relation = loaded_seed('static_lists') %}
    {% if not relation %}
        {{ return([]) }}
    {% endif %}

    {{ return(
        run_query(
            "select distinct lower(trim(list_name)) as list_name from "
            ~ relation ~ " where list_name is not null order by 1"
        ).columns[0].values() | list
    ) }}

{% endmacro %}


{# The relation of a seed; none before it is loaded, which a build may not be. #}
{% macro loaded_seed(name) %}

    {% if not execute %}
        {{ return(none) }}
    {% endif %}

    {% set seed = seed_in_use(name) %}
    {% set relation = adapter.get_relation(
        database=seed.database, schema=seed.schema, identifier=seed.alias
    ) %}

    {% if relation is none and is_building() %}
        {{ exceptions.raise_compiler_error(
            "The seed " ~ name ~ " is not loaded. Run `dbt build`, or "
            ~ "`dbt seed --select " ~ name ~ "` before this."
        ) }}
    {% elif relation is not none %}
        {% do check_seed_columns(
            name, seed, adapter.get_columns_in_relation(relation)
                | map(attribute='name') | list
        ) %}
    {% endif %}

    {{ return(relation) }}

{% endmacro %}


{# A seed by its name as ref() finds it: ours, unless a project that has this one
   for a package has switched ours off and brings its own. #}
{% macro seed_in_use(name) %}
    {{ return(
        graph.nodes.get('seed.crm_segments.' ~ name)
        or graph.nodes['seed.' ~ project_name ~ '.' ~ name]
    ) }}
{% endmacro %}


{# Stops unless the file has the columns its YAML requires and no unknown one. #}
{% macro check_seed_columns(name, seed, found) %}

    {% for column in seed.columns.values()
        if column.config.meta.get('required') and column.name not in found %}
        {{ exceptions.raise_compiler_error(
            name ~ ".csv has no column `" ~ column.name ~ "`. Its first line "
            ~ "must name the columns, separated by commas: "
            ~ seed.columns | join(',')
        ) }}
    {% endfor %}

    {# a seed without a YAML of its own has no other columns to be held to #}
    {% for column in found if seed.columns and column not in seed.columns %}
        {{ exceptions.raise_compiler_error(
            name ~ ".csv has a column `" ~ column ~ "` that nothing reads"
            ~ did_you_mean(column, seed.columns) ~ " The columns are: "
            ~ seed.columns | join(',')
        ) }}
    {% endfor %}

{% endmacro %}
