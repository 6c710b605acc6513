{#
    The lines of attribute_features.csv, checked: dicts of the cells. Stops with
    every mistake there is; before the seed is loaded there are no attributes.
#}
{% macro attribute_features() %}

    {% if not execute %}
        {{ return([]) }}
    {% endif %}

    {% set file = 'attribute_features' %}
    {% set faults = [] %}
    {% set attributes = {} %}
    {% set behaviours = behaviour_names() %}

    {% for raw_line in read_seed_lines(file) %}
        {% set line = tidy_line(raw_line, loop.index + 1) %}
        {% if line.is_blank %}
            {% continue %}
        {% endif %}
        {% do check_cells(file, line, attribute_forms(), faults) %}

        {% if line.feature_name in attributes %}
            {% do add_fault(
                faults, file, line, "the feature `" ~ line.feature_name
                ~ "` is declared in line " ~ attributes[line.feature_name].line
                ~ " already; give it another name."
            ) %}
        {% elif line.feature_name in behaviours %}
            {% do add_fault(
                faults, file, line, "behaviour_features.csv declares a feature `"
                ~ line.feature_name ~ "` already; give it another name."
            ) %}
        {% elif line.feature_name in declared_features() %}
            {% do add_fault(
                faults, file, line, "contact_features has a column `"
                ~ line.feature_name ~ "` already; give it another name."
            ) %}
        {% endif %}
        {% do attributes.setdefault(line.feature_name, line) %}
    {% endfor %}

    {% if faults %}
        {{ exceptions.raise_compiler_error(
            "The attributes cannot be built; to mend in seeds/features/:\n  "
            ~ faults | join('\n  ')
        ) }}
    {% endif %}

    {{ return(attributes.values() | list) }}

{% endmacro %}


{% macro attribute_forms() %}
    {{ return({
        'feature_name': behaviour_forms().feature_name,
        'attribute_name': {
            'pattern': '(?s).*',
            'is_required': true,
            'form': 'the name of an attribute, as contact_attributes has it',
        },
        'kind': {
            'pattern': 'text|number|date|yes_no',
            'is_choice': true,
            'is_required': true,
            'form': 'text, number, date or yes_no',
        },
    }) }}
{% endmacro %}


{% macro attribute_names() %}
    {{ return(attribute_features() | map(attribute='feature_name') | list) }}
{% endmacro %}


{# The rest of a select list: each attribute's value as it was written. #}
{% macro attribute_texts(attributes) -%}
    {%- for attribute in attributes -%}
        ,
        max(case
            when attribute_name = {{ comparison_literal('text', attribute.attribute_name) }}
                then {{ parse_text('attribute_value') }}
        end) as {{ attribute.feature_name }}
    {%- endfor -%}
{%- endmacro %}


{# The rest of a select list: each attribute as a value of its kind. #}
{% macro attribute_values(attributes) -%}
    {%- for attribute in attributes -%}
        ,
        {{ {
            'text': attribute.feature_name,
            'number': parse_number(attribute.feature_name),
            'date': parse_date(attribute.feature_name),
            'yes_no': parse_boolean(attribute.feature_name),
        }[attribute.kind] }} as {{ attribute.feature_name }}
    {%- endfor -%}
{%- endmacro %}
