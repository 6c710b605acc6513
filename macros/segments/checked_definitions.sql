{#
    The lines of segment_definitions.csv as {segment_id: segment}. Of several
    lines of one segment, valid one after the other, the one that holds on the
    as-of date is taken, else the first. Mistakes are appended to `faults`.
#}
{% macro checked_definitions(lines, kinds, faults) %}

    {% set segments = {} %}
    {% set periods = {} %}
    {% set forms = definition_forms() %}

    {% for raw_line in lines %}
        {% set line = tidy_line(raw_line, loop.index + 1) %}
        {% if line.is_blank %}
            {% continue %}
        {% endif %}
        {% do check_definition(line, kinds, forms, faults) %}
        {% do check_period(line, periods, faults) %}

        {% set starts = (line.valid_from or '0000') <= as_of_text() %}
        {% set lasts = as_of_text() <= (line.valid_to or '9999') %}
        {% do line.update({
            'is_in_force': starts and lasts,
            'is_published': starts and lasts and line.status == 'active',
            'priority': line.priority | int,
            'has_inclusions': false,
            'has_exclusions': false,
            'rule_groups': {},
            'refers_to': [],
            'level': 0,
        }) %}
        {% if line.segment_id and (
            line.segment_id not in segments or line.is_in_force
        ) %}
            {% do segments.update({line.segment_id: line}) %}
        {% endif %}
    {% endfor %}

    {% do check_rivals(segments, faults) %}
    {{ return(segments) }}

{% endmacro %}
