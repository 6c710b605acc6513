{# The lines of attribute_features.csv, checked: dicts of the cells. #}
{% macro attribute_features() %}

    {% set behaviours = {} %}
    {% for name in behaviour_names() %}
        {% do behaviours.update({name: 'behaviour_features.csv'}) %}
    {% endfor %}

    {{ return(declared_features(
        'attribute_features', attribute_forms(), taken=behaviours
    )) }}

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
