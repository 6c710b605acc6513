{#
    {feature: kind} of all that a rule can test; kinds are text, number, date,
    yes_no and list. Taken from the columns that the feature models' YAML
    declares and their contracts enforce, so that rules can be checked before
    any data is there. A list is a text ';a;b;' with `kind: list` in its meta.
    Behaviours are numbers, declared in their seed; attributes say their kind in
    theirs.
#}
{% macro feature_kinds() %}

    {% set kinds = {} %}
    {% for column in feature_columns().values()
        if column.name not in [
            'contact_id', 'as_of_on', 'is_archived', 'is_out_of_segments'
        ] %}
        {% set kind = feature_kind(column) %}
        {% if kind %}
            {% do kinds.update({column.name: kind}) %}
        {% endif %}
    {% endfor %}

    {% for name in behaviour_names() %}
        {% do kinds.update({name: 'number'}) %}
    {% endfor %}
    {% for attribute in attribute_features() %}
        {% do kinds.update({attribute.feature_name: attribute.kind}) %}
    {% endfor %}

    {{ return(kinds) }}

{% endmacro %}


{% macro feature_kind(column) %}

    {% set type = (column.data_type or '') | lower %}

    {% if column.config.meta.get('kind') == 'list' %}
        {{ return('list') }}
    {% elif modules.re.match('string|text|(var)?char', type) %}
        {{ return('text') }}
    {% elif modules.re.match('(big|small|tiny)?int|numeric|decimal', type) %}
        {{ return('number') }}
    {% elif type == 'date' %}
        {{ return('date') }}
    {% elif modules.re.match('bool', type) %}
        {{ return('yes_no') }}
    {% else %}
        {{ return(none) }}
    {% endif %}

{% endmacro %}
