{# The rule groups of the published segments, as rows. #}
{% macro segment_rule_groups() %}

    {% set rows = [] %}
    {% for segment in segment_book().segments %}
        {% for group in segment.rule_groups.values() | sort(attribute='number') %}
            {% do rows.append({
                'segment_id': segment.segment_id,
                'rule_group': group.number,
                'is_negated': group.is_negated,
                'condition_count': group.sql | length,
                'rule_in_words': group_words(group),
            }) %}
        {% endfor %}
    {% endfor %}

    {{ return(rows) }}

{% endmacro %}
