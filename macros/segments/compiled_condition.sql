{#
    One line of segment_rules.csv as {feature, sql, words, distance, refers_to}:
    a predicate over the features, the same in words, how far a number is from
    passing, and the segments it refers to. A mistake is appended to `faults`,
    and the condition is then none.
#}
{% macro compiled_condition(line, segments, kinds, operators, faults) %}

    {% set nothing = {'sql': none, 'words': none, 'refers_to': []} %}
    {% set operator = operators.get(line.operator | lower) %}
    {% set feature = line.feature_name %}
    {% set kind = kinds.get(feature) %}

    {% if not operator %}
        {% set fault = "operator `" ~ line.operator ~ "` does not exist"
            ~ did_you_mean(line.operator, operators) ~ " There are: "
            ~ operators | join(' ') %}
    {% elif operator['values'] == 'segments' and feature %}
        {% set fault = "`" ~ line.operator ~ "` tests membership; leave "
            ~ "`feature_name` empty and write the segment_id under "
            ~ "`comparison_value`." %}
    {% elif operator['values'] != 'segments' and not feature %}
        {% set fault = "`feature_name` is empty; name the feature to compare." %}
    {% elif feature and not kind %}
        {% set fault = "feature `" ~ feature ~ "` does not exist"
            ~ did_you_mean(feature, kinds) %}
    {% elif feature and kind not in operator.kinds %}
        {% set fault = "operator `" ~ line.operator ~ "` is not for `" ~ feature
            ~ "`, which is " ~ kind_in_words(kind) ~ "; use one of "
            ~ operators_for(kind) ~ "." %}
    {% elif operator['values'] == 'none' and line.comparison_value %}
        {% set fault = "operator `" ~ line.operator ~ "` takes no value, but "
            ~ "`comparison_value` is '" ~ line.comparison_value
            ~ "'; empty the cell." %}
    {% elif operator['values'] != 'none' and not line.comparison_value %}
        {% set fault = "`comparison_value` is empty; write what `"
            ~ (feature or line.operator) ~ "` is compared with." %}
    {% endif %}
    {% if fault %}
        {% do add_fault(faults, 'segment_rules', line, fault) %}
        {{ return(nothing) }}
    {% endif %}

    {% set given = split_values(line.comparison_value)
        if operator['values'] in ['two', 'many', 'segments']
        else [line.comparison_value] | select | list %}
    {% set fault = values_fault(given, kind, operator, line, segments) %}
    {% if fault %}
        {% do add_fault(faults, 'segment_rules', line, fault) %}
        {{ return(nothing) }}
    {% endif %}

    {{ return({
        'feature': feature,
        'sql': condition_sql(feature, kind, operator, given),
        'distance': distance_sql(feature, kind, line.operator, given),
        'words': (feature or '') ~ ' ' ~ operator.words.format(
            value=given | first | default(''),
            last=given | last | default(''),
            values=given | join(', ')
        ),
        'refers_to': given if operator['values'] == 'segments' else [],
    }) }}

{% endmacro %}


{% macro kind_in_words(kind) %}
    {{ return({
        'text': 'a text', 'number': 'a number', 'date': 'a date',
        'yes_no': 'true or false', 'list': 'a list',
    }[kind]) }}
{% endmacro %}


{% macro operators_for(kind) %}
    {% set names = [] %}
    {% for name, operator in rule_operators().items() if kind in operator.kinds %}
        {% do names.append(name) %}
    {% endfor %}
    {{ return(names | join(' ')) }}
{% endmacro %}


{#
    `DE; FR` as its values; a value with a ; in it, or that begins with a
    double quote, is put in double quotes as in a CSV file: `"a;b"; c`.
    None when that is not how the text is written.
#}
{% macro split_values(text) %}

    {% set value = '(?:"(?:[^"]|"")+"|[^;"\\s][^;]*)' %}
    {% if not modules.re.fullmatch(
        '\\s*' ~ value ~ '\\s*(?:;\\s*' ~ value ~ '\\s*)*', text
    ) %}
        {{ return(none) }}
    {% endif %}

    {% set values = [] %}
    {% for part in modules.re.findall(value, text) | map('trim') %}
        {% do values.append(
            part[1:-1] | replace('""', '"') if part.startswith('"') else part
        ) %}
    {% endfor %}

    {{ return(values) }}

{% endmacro %}


{# What is wrong with the values of a condition, as the end of a sentence. #}
{% macro values_fault(given, kind, operator, line, segments) %}

    {% set cell = "`comparison_value` is '" ~ line.comparison_value ~ "'; " %}

    {% if given is none %}
        {{ return(
            cell ~ "write values separated by ; and put a value that holds "
            ~ 'a ; or begins with a quote in double quotes, as in "a;b"; c.'
        ) }}
    {% elif operator['values'] == 'days' %}
        {% if not modules.re.fullmatch('[1-9][0-9]{0,4}', given[0]) %}
            {{ return(cell ~ "write a whole number of days, such as 30.") }}
        {% endif %}
        {{ return(none) }}
    {% elif operator['values'] == 'segments' %}
        {% for name in given %}
            {% if name not in segments %}
                {{ return(
                    "segment `" ~ name ~ "` is not in segment_definitions.csv"
                    ~ did_you_mean(name, segments)
                ) }}
            {% endif %}
        {% endfor %}
        {{ return(none) }}
    {% elif operator['values'] == 'two' and given | length != 2 %}
        {{ return(cell ~ "write the lowest and the highest value, as in 10;20.") }}
    {% endif %}

    {% for value in given %}
        {% if kind == 'number' and not modules.re.fullmatch(
            '[+-]?[0-9]{1,14}([.][0-9]{1,8})?', value
        ) %}
            {{ return(
                "'" ~ value ~ "' is not a number; write digits and at most a "
                ~ "point, such as 1000 or 0.5, without thousands separator, "
                ~ "currency or percent sign."
            ) }}
        {% elif kind == 'date' and not is_real_date(value) %}
            {{ return(
                "'" ~ value ~ "' is not a day of the calendar; write it as "
                ~ "YYYY-MM-DD, such as 2026-06-30 (a spreadsheet may have "
                ~ "rewritten it)."
            ) }}
        {% elif kind == 'list' and ';' in value %}
            {{ return(
                "'" ~ value ~ "' holds a ;, which no entry of a list does."
            ) }}
        {% endif %}
    {% endfor %}

    {% if operator['values'] == 'two' and (
        given[0] > given[1] if kind == 'date'
        else given[0] | float > given[1] | float
    ) %}
        {{ return(
            cell ~ "the first value is above the second, so nobody could be "
            ~ "between them; swap them."
        ) }}
    {% endif %}

    {{ return(none) }}

{% endmacro %}


{# The predicate. Text is compared without regard to case. #}
{% macro condition_sql(feature, kind, operator, given) %}

    {% set literals = [] %}
    {% for value in given %}
        {% do literals.append(
            value if operator['values'] == 'segments'
            else days_ago_literal(value | int) if operator['values'] == 'days'
            else comparison_literal(kind, value)
        ) %}
    {% endfor %}
    {% set compared = 'lower(' ~ feature ~ ')'
        if kind in ['text', 'list'] and literals else feature %}

    {% if operator.item %}
        {% set items = [] %}
        {% for literal in literals %}
            {% do items.append(
                operator.item.format(feature=compared, value=literal)
            ) %}
        {% endfor %}
        {% set joined = items | join(operator.joined_by) %}
        {{ return('(' ~ joined ~ ')' if items | length > 1 else joined) }}
    {% endif %}

    {{ return(operator.sql.format(
        feature=compared,
        value=literals | first | default(''),
        last=as_of_date() | trim if operator['values'] == 'days'
            else literals | last | default(''),
        values=literals | join(', ')
    )) }}

{% endmacro %}


{% macro comparison_literal(kind, value) %}

    {% set text = ';' ~ value ~ ';' if kind == 'list' else value %}

    {% if kind == 'number' %}
        {{ return(value | replace('+', '')) }}
    {% elif kind == 'date' %}
        {{ return("cast('" ~ value ~ "' as date)") }}
    {% elif text.isascii() %}
        {{ return(text_literal(text | lower)) }}
    {% else %}
        {# the engine must fold both sides the same way #}
        {{ return('lower(' ~ text_literal(text) ~ ')') }}
    {% endif %}

{% endmacro %}


{# The last day that is no longer within the last `days` days. #}
{% macro days_ago_literal(days) %}
    {% set as_of = modules.datetime.datetime.strptime(as_of_text(), '%Y-%m-%d') %}
    {% set day = as_of - modules.datetime.timedelta(days=days) %}
    {{ return("cast('" ~ day.strftime('%Y-%m-%d') ~ "' as date)") }}
{% endmacro %}


{# How far a number is from passing, 0 when it passes; none for what has no
   distance. #}
{% macro distance_sql(feature, kind, operator, given) %}

    {% if kind != 'number' or operator not in [
        '=', '<', '<=', '>', '>=', 'between'
    ] %}
        {{ return(none) }}
    {% endif %}

    {% set low = comparison_literal(kind, given | first) %}
    {% set high = comparison_literal(kind, given | last) %}
    {% set cases = [] %}
    {% if operator in ['=', '>', '>=', 'between'] %}
        {% do cases.append(
            'when ' ~ feature ~ ' < ' ~ low ~ ' then ' ~ low ~ ' - ' ~ feature
        ) %}
    {% endif %}
    {% if operator in ['=', '<', '<=', 'between'] %}
        {% do cases.append(
            'when ' ~ feature ~ ' > ' ~ high ~ ' then ' ~ feature ~ ' - ' ~ high
        ) %}
    {% endif %}

    {{ return(
        'case ' ~ cases | join(' ') ~ ' when ' ~ feature
        ~ ' is not null then 0 end'
    ) }}

{% endmacro %}
