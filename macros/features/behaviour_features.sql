{#
    The lines of behaviour_features.csv, checked: dicts of the cells plus
    activity_types and is_detailed (whether the daily roll-up is too coarse for
    it). Stops with every mistake there is; before the seed is loaded there are
    no behaviours.
#}
{% macro behaviour_features() %}

    {% if not execute %}
        {{ return([]) }}
    {% endif %}

    {% set file = 'behaviour_features' %}
    {% set faults = [] %}
    {% set behaviours = {} %}

    {% for raw_line in read_seed_lines(file) %}
        {% set line = tidy_line(raw_line, loop.index + 1) %}
        {% if line.is_blank %}
            {% continue %}
        {% endif %}
        {% do check_cells(file, line, behaviour_forms(), faults) %}

        {% if line.feature_name in behaviours %}
            {% do add_fault(
                faults, file, line, "the feature `" ~ line.feature_name
                ~ "` is declared in line " ~ behaviours[line.feature_name].line
                ~ " already; give it another name."
            ) %}
        {% elif line.feature_name in declared_features() %}
            {% do add_fault(
                faults, file, line, "contact_features has a column `"
                ~ line.feature_name ~ "` already; give it another name."
            ) %}
        {% endif %}

        {% set filters = {} %}
        {% for column in [
            'activity_type', 'channel_is', 'detail_is', 'category_is'
        ] if line[column] %}
            {% set values = split_values(line[column]) %}
            {% if values is none %}
                {% do add_fault(
                    faults, file, line, "`" ~ column ~ "` is '" ~ line[column]
                    ~ "'; write values separated by ; and put a value that "
                    ~ 'holds a ; or begins with a quote in double quotes.'
                ) %}
            {% else %}
                {% do filters.update({column: values | map('lower') | list}) %}
            {% endif %}
        {% endfor %}

        {% do line.update({
            'filters': filters,
            'activity_types': filters.get('activity_type', []),
            'is_detailed': line.aggregation == 'distinct'
                or 'item_bought' in filters.get('activity_type', [])
                or 'channel_is' in filters or 'detail_is' in filters
                or 'category_is' in filters or line.get('url_contains') is not none,
        }) %}
        {% do behaviours.setdefault(line.feature_name, line) %}
    {% endfor %}

    {% if faults %}
        {{ exceptions.raise_compiler_error(
            "The behaviours cannot be built; to mend in seeds/features/:\n  "
            ~ faults | join('\n  ')
        ) }}
    {% endif %}

    {{ return(behaviours.values() | list) }}

{% endmacro %}


{% macro behaviour_forms() %}
    {{ return({
        'feature_name': {
            'pattern': '[a-z][a-z0-9_]{0,59}',
            'is_required': true,
            'form': 'lower-case letters, digits and _, beginning with a letter',
        },
        'activity_type': {
            'pattern': '(?s).*',
            'is_required': true,
            'form': 'a type of activity, such as web_login, or item_bought for '
                ~ 'the lines of orders',
        },
        'aggregation': {
            'pattern': 'count|sum|average|distinct|active_days'
                ~ '|days_since_first|days_since_last',
            'is_choice': true,
            'is_required': true,
            'form': 'count, sum, average, distinct, active_days, '
                ~ 'days_since_first or days_since_last',
        },
        'window_days': {
            'pattern': '[1-9][0-9]{0,4}',
            'form': 'a whole number of days, such as 30, or leave it empty',
        },
    }) }}
{% endmacro %}


{# Columns of contact_features, from its YAML. #}
{% macro declared_features() %}
    {% set names = [] %}
    {% for model in graph.nodes.values()
        if model.resource_type == 'model' and model.name == 'contact_features' %}
        {% do names.extend(model.columns) %}
    {% endfor %}
    {{ return(names) }}
{% endmacro %}


{% macro behaviour_names() %}
    {{ return(behaviour_features() | map(attribute='feature_name') | list) }}
{% endmacro %}
