{#
    A hook behind each model that holds what systems say of people: takes the
    rows of erased persons out of it, by whatever identifiers it has. `after`
    only says what must be built before.
#}
{% macro remove_erased(tombstones, after=none) %}

    {% if not is_building() or not has_tombstones(tombstones) %}
        {{ return('') }}
    {% endif %}

    {% set columns = adapter.get_columns_in_relation(this)
        | map(attribute='name') | map('lower') | list %}
    {% if 'raw_value' in columns %}
        {{ return(mask_erased(tombstones)) }}
    {% endif %}

    {% set condition = erased_condition(tombstones, columns) %}
    {% if condition %}
        {% do run_query("delete from " ~ this ~ " where " ~ condition) %}
    {% endif %}

{% endmacro %}


{# Whether a row is of an erased person; empty for a table that knows nobody. #}
{% macro erased_condition(tombstones, columns) %}

    {% set conditions = [] %}
    {% for type, value in erasure_keys(columns) %}
        {% for condition in erased_conditions(tombstones, columns, type) %}
            {% do conditions.append(
                "coalesce(" ~ erasure_hash("'" ~ type ~ "'", value) ~ condition
                ~ ", false)"
            ) %}
        {% endfor %}
    {% endfor %}
    {{ return(conditions | join(' or ')) }}

{% endmacro %}


{% macro has_tombstones(tombstones) %}
    {% if not execute %}
        {{ return(false) }}
    {% endif %}
    {{ return(
        run_query("select 1 from " ~ tombstones ~ " limit 1").rows | length > 0
    ) }}
{% endmacro %}
