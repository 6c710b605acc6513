{#
    Reads the lines of segment_rules.csv into `segments`, compiled; mistakes
    are appended to `faults`.
#}
{% macro check_rules(lines, segments, kinds, list_names, faults) %}

    {% set file = 'segment_rules' %}
    {% set seen = {} %}
    {% set forms = rule_forms() %}
    {% set operators = rule_operators() %}

    {% for raw_line in lines %}
        {% set line = tidy_line(raw_line, loop.index + 1) %}
        {% set faults_before = faults | length %}
        {% if line.is_blank %}
            {% continue %}
        {% endif %}

        {% do check_cells(file, line, forms, faults) %}
        {% if line.segment_id and line.segment_id not in segments %}
            {% do add_fault(
                faults, file, line, "segment `" ~ line.segment_id
                ~ "` is not in segment_definitions.csv"
                ~ did_you_mean(line.segment_id, segments)
            ) %}
        {% endif %}

        {% if faults | length == faults_before %}
            {% set segment = segments[line.segment_id] %}
            {% set condition = compiled_condition(
                line, segments, kinds, operators, faults
            ) %}
            {% do check_repetition(line, seen, faults) %}
            {% do check_list_names(line, list_names, faults) %}
            {% do add_condition(segment, line, condition, faults) %}
        {% endif %}
    {% endfor %}

    {% for segment in segments.values() if not segment.rule_groups %}
        {% if not lines | selectattr('segment_id', 'equalto', segment.segment_id) | list %}
            {% do add_fault(
                faults, 'segment_definitions', segment, "it has no line in "
                ~ "segment_rules.csv, and a segment of everybody is hardly "
                ~ "meant; add its rules, or delete this line."
            ) %}
        {% endif %}
    {% endfor %}

{% endmacro %}


{% macro rule_forms() %}
    {{ return({
        'segment_id': {
            'pattern': '(?s).*',
            'is_required': true,
            'form': 'the segment_id that the condition belongs to',
        },
        'rule_group': {
            'pattern': '[1-9][0-9]{0,2}',
            'is_required': true,
            'form': 'a whole number from 1 to 999',
        },
        'is_group_negated': {
            'pattern': 'true|false',
            'is_choice': true,
            'form': 'true or false',
        },
        'operator': {
            'pattern': '(?s).*', 'is_required': true, 'form': 'an operator',
        },
    }) }}
{% endmacro %}


{# The same line twice, or two thresholds where one would do. #}
{% macro check_repetition(line, seen, faults) %}

    {% set sides = {
        '<': 'below', '<=': 'below', 'before': 'below',
        '>': 'above', '>=': 'above', 'after': 'above',
        '=': 'exactly', 'between': 'between', 'in': 'in',
        'within_last_days': 'within', 'not_within_last_days': 'not within',
        'is_true': 'true', 'is_false': 'false',
    } %}
    {% set place = [
        line.segment_id, line.rule_group | int, line.feature_name
    ] %}
    {% set whole = (place + [line.operator, line.comparison_value]) | join('\n') %}
    {% set side = (place + [sides.get(line.operator)]) | join('\n') %}

    {% if whole in seen %}
        {% do add_fault(
            faults, 'segment_rules', line, "it repeats line " ~ seen[whole]
            ~ "; delete one of the two."
        ) %}
    {% elif line.operator in sides and side in seen %}
        {% do add_fault(
            faults, 'segment_rules', line, "the same group already compares `"
            ~ line.feature_name ~ "` in line " ~ seen[side]
            ~ "; keep one of the two, or give this one another rule_group if "
            ~ "either is enough."
        ) %}
    {% endif %}

    {% do seen.update({whole: line.line, side: line.line}) %}

{% endmacro %}


{# A static list that a rule names must have a line in static_lists.csv. #}
{% macro check_list_names(line, list_names, faults) %}

    {% if line.feature_name == 'static_lists' and line.comparison_value %}
        {% for name in split_values(line.comparison_value) or []
            if name | lower not in list_names %}
            {% do add_fault(
                faults, 'segment_rules', line, "the list `" ~ name
                ~ "` has no line in static_lists.csv"
                ~ did_you_mean(name, list_names)
            ) %}
        {% endfor %}
    {% endif %}

{% endmacro %}


{# Puts a compiled condition into its group. #}
{% macro add_condition(segment, line, condition, faults) %}

    {% set is_negated = line.is_group_negated == 'true' %}
    {% set group = segment.rule_groups.setdefault(line.rule_group | int, {
        'number': line.rule_group | int,
        'is_negated': is_negated,
        'first_line': line.line,
        'sql': [],
        'words': [],
        'conditions': [],
    }) %}

    {% if group.is_negated != is_negated %}
        {% do add_fault(
            faults, 'segment_rules', line, "`is_group_negated` is "
            ~ is_negated | lower ~ ", but " ~ group.is_negated | lower
            ~ " in line " ~ group.first_line ~ " of the same group; it holds "
            ~ "for a group as a whole, so write the same on all its lines."
        ) %}
    {% endif %}

    {% do group.sql.append(condition.sql) %}
    {% do group.words.append(condition.words) %}
    {% do group.conditions.append(condition) %}
    {% for other in condition.refers_to
        if other not in segment.refers_to %}
        {% do segment.refers_to.append(other) %}
    {% endfor %}

{% endmacro %}
