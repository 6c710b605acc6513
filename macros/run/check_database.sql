{#
    Two things about a database that would go wrong without a word, or with one
    that nobody understands.
#}
{% macro check_database() %}

    {# DuckDB calls a file by its name, and takes a schema of that name for it #}
    {% if target.type == 'duckdb'
        and modules.re.match(target.schema ~ '_[a-z]+$', target.database) %}
        {{ exceptions.raise_compiler_error(
            "The database file is called '" ~ target.database ~ "', and so may "
            ~ "be one of its schemas (" ~ target.schema ~ "_segments and so on): "
            ~ "queries could not tell them apart. Give the file another name."
        ) }}
    {% endif %}

    {# With the locale C letters beyond ASCII stay as they are, and words are
       compared in lower case: `ESPAÑA` would silently not be Spain. #}
    {% if is_building() and target.type == 'postgres' %}
        {% if not run_query("select lower('Ñ') = 'ñ'").rows[0][0] %}
            {{ exceptions.raise_compiler_error(
                "The database '" ~ target.database ~ "' has a locale that cannot "
                ~ "put letters such as Ñ in lower case (usually C). Use one with "
                ~ "a UTF-8 locale: create database " ~ target.database
                ~ " template template0 encoding 'UTF8' locale 'C.UTF-8';"
            ) }}
        {% endif %}
    {% endif %}

{% endmacro %}
