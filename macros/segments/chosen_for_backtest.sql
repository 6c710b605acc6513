{#
    The segments of a book that the variable backtest_segments names. Stops when
    their rules, or those of segments they refer to, read features of which only
    today's value is known: a past date would see later data.
#}
{% macro chosen_for_backtest(book) %}

    {% set names = var('backtest_segments', []) %}
    {% set chosen = [] %}
    {% for level in book.levels %}
        {% for segment in level if segment.segment_id in names %}
            {% do chosen.append(segment) %}
        {% endfor %}
    {% endfor %}

    {% set faults = [] %}
    {% for segment in chosen %}
        {% set undated = features_with_past(segment, book, 'unknown') %}
        {% if undated and not var('backtest_undated_allowed', false) %}
            {% do faults.append(
                segment.segment_id ~ " reads " ~ undated | join(', ')
            ) %}
        {% endif %}
    {% endfor %}
    {% if faults %}
        {{ exceptions.raise_compiler_error(
            "Of some features only today's value is known, so a past date would "
            ~ "see later data: " ~ faults | join('; ') ~ ". Leave these segments "
            ~ "out, or take today's values knowingly: "
            ~ "make backtest UNDATED=allowed."
        ) }}
    {% endif %}

    {{ return(chosen | sort(attribute='segment_id')) }}

{% endmacro %}


{# The features that a segment's rules read, by way of other segments too, and
   whose `past` is so: unknown or steady. #}
{% macro features_with_past(segment, book, past) %}

    {% set columns = feature_columns() %}
    {% set needed = [segment.segment_id] %}
    {% set found = [] %}
    {# highest level first: what a segment refers to comes after it #}
    {% for level in book.levels | reverse %}
        {% for other in level if other.segment_id in needed %}
            {% do needed.extend(other.refers_to) %}
            {% for feature in features_of(other) if feature not in found %}
                {% if (
                    columns[feature].config.meta.get('past')
                    if feature in columns
                    else 'unknown' if feature == 'static_lists'
                ) == past %}
                    {% do found.append(feature) %}
                {% endif %}
            {% endfor %}
        {% endfor %}
    {% endfor %}

    {{ return(found | sort) }}

{% endmacro %}


{# The features that the rules and the limit of a segment name. #}
{% macro features_of(segment) %}

    {% set names = [segment.limit_by] if segment.limit_by else [] %}
    {% for group in segment.rule_groups.values() %}
        {% for condition in group.conditions
            if condition.feature and condition.feature not in names %}
            {% do names.append(condition.feature) %}
        {% endfor %}
    {% endfor %}

    {{ return(names | sort) }}

{% endmacro %}
