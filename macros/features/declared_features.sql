{#
    The lines of a seed that declares features, one a line, checked: dicts of
    the cells, and filters: {column: values in lower case} of the columns in
    `listed`. `taken` says where a name is declared already. Stops with every
    mistake there is; before the seed is loaded nothing is declared.
#}
{% macro declared_features(file, forms, taken={}, listed=[]) %}

    {% set declared = {} %}
    {% set faults = [] %}
    {% set places = dict(taken) %}
    {% for column in feature_columns() %}
        {% do places.setdefault(column, 'contact_features') %}
    {% endfor %}

    {% for raw_line in read_seed_lines(file) if execute %}
        {% set line = tidy_line(raw_line, loop.index + 1) %}
        {% if line.is_blank %}
            {% continue %}
        {% endif %}
        {% do check_cells(file, line, forms, faults) %}

        {% if line.feature_name in places %}
            {% do add_fault(
                faults, file, line, "the feature `" ~ line.feature_name
                ~ "` is declared in " ~ places[line.feature_name]
                ~ " already; give it another name."
            ) %}
        {% endif %}
        {% do places.setdefault(line.feature_name, 'line ' ~ line.line) %}

        {% do line.update({'filters': {}}) %}
        {% for column in listed if line[column] %}
            {% set values = split_values(line[column]) %}
            {% if values is none %}
                {% do add_fault(
                    faults, file, line, "`" ~ column ~ "` is '" ~ line[column]
                    ~ "'; write values separated by ; and put a value that "
                    ~ 'holds a ; or begins with a quote in double quotes.'
                ) %}
            {% else %}
                {% do line.filters.update({column: values | map('lower') | list}) %}
            {% endif %}
        {% endfor %}
        {% do declared.setdefault(line.feature_name, line) %}
    {% endfor %}

    {% if faults %}
        {{ exceptions.raise_compiler_error(
            "The features cannot be built; to mend in seeds/features/:\n  "
            ~ faults | join('\n  ')
        ) }}
    {% endif %}

    {{ return(declared.values() | list) }}

{% endmacro %}


{# {column: its YAML} of contact_features. #}
{% macro feature_columns() %}
    {% if execute %}
        {% for model in graph.nodes.values()
            if model.resource_type == 'model' and model.name == 'contact_features' %}
            {{ return(model.columns) }}
        {% endfor %}
    {% endif %}
    {{ return({}) }}
{% endmacro %}
