{#
    What a rule can say: {operator: {kinds, values, sql, words}}.

    kinds: the kinds of feature it is for. values: how many the cell
    comparison_value holds: none, one, two, many (separated by ;), days, or
    segments. sql and words: how it is compiled and read; {values} is all of
    them. No operator is true of an unknown (null) feature but is_null and
    has_none: a list that is not there is an empty one.
#}
{% macro rule_operators() %}

    {% set ordered = ['number', 'date'] %}
    {% set plain = ['text', 'number', 'date'] %}
    {% set all = ['text', 'number', 'date', 'yes_no', 'list'] %}
    {% set place = modules.re.sub(
        '\\s+', ' ', dbt.position('{value}', '{feature}')
    ) | trim %}

    {{ return({
        '=': {'kinds': plain, 'values': 'one',
            'sql': '{feature} = {value}', 'words': 'is {value}'},
        '!=': {'kinds': plain, 'values': 'one',
            'sql': '{feature} != {value}', 'words': 'is not {value}'},
        '<': {'kinds': ordered, 'values': 'one',
            'sql': '{feature} < {value}', 'words': 'is less than {value}'},
        '<=': {'kinds': ordered, 'values': 'one',
            'sql': '{feature} <= {value}', 'words': 'is at most {value}'},
        '>': {'kinds': ordered, 'values': 'one',
            'sql': '{feature} > {value}', 'words': 'is more than {value}'},
        '>=': {'kinds': ordered, 'values': 'one',
            'sql': '{feature} >= {value}', 'words': 'is at least {value}'},
        'between': {'kinds': ordered, 'values': 'two',
            'sql': '{feature} between {value} and {last}',
            'words': 'is from {value} to {last}'},
        'in': {'kinds': plain, 'values': 'many',
            'sql': '{feature} in ({values})', 'words': 'is one of {values}'},
        'not_in': {'kinds': plain, 'values': 'many',
            'sql': '{feature} not in ({values})',
            'words': 'is none of {values}'},
        'contains': {'kinds': ['text'], 'values': 'one',
            'sql': place ~ ' > 0',
            'words': 'contains {value}'},
        'not_contains': {'kinds': ['text'], 'values': 'one',
            'sql': place ~ ' = 0',
            'words': 'does not contain {value}'},
        'starts_with': {'kinds': ['text'], 'values': 'one',
            'sql': place ~ ' = 1',
            'words': 'begins with {value}'},
        'is_null': {'kinds': all, 'values': 'none',
            'sql': '{feature} is null', 'words': 'is unknown'},
        'not_null': {'kinds': all, 'values': 'none',
            'sql': '{feature} is not null', 'words': 'is known'},
        'is_true': {'kinds': ['yes_no'], 'values': 'none',
            'sql': '{feature}', 'words': 'is true'},
        'is_false': {'kinds': ['yes_no'], 'values': 'none',
            'sql': 'not {feature}', 'words': 'is false'},
        'before': {'kinds': ['date'], 'values': 'one',
            'sql': '{feature} < {value}', 'words': 'is before {value}'},
        'after': {'kinds': ['date'], 'values': 'one',
            'sql': '{feature} > {value}', 'words': 'is after {value}'},
        'within_last_days': {'kinds': ['date'], 'values': 'days',
            'sql': '{feature} > {value} and {feature} <= {last}',
            'words': 'is within the last {value} days'},
        'not_within_last_days': {'kinds': ['date'], 'values': 'days',
            'sql': 'not ({feature} > {value} and {feature} <= {last})',
            'words': 'is not within the last {value} days'},
        'has_any': {'kinds': ['list'], 'values': 'many',
            'item': place ~ ' > 0', 'joined_by': ' or ',
            'words': 'has any of {values}'},
        'has_all': {'kinds': ['list'], 'values': 'many',
            'item': place ~ ' > 0', 'joined_by': ' and ',
            'words': 'has all of {values}'},
        'has_none': {'kinds': ['list'], 'values': 'many',
            'item': place.replace('{feature}', "coalesce({feature}, '')") ~ ' = 0',
            'joined_by': ' and ', 'words': 'has none of {values}'},
        'in_segment': {'kinds': [], 'values': 'segments',
            'item': 'in_{value} is not null', 'joined_by': ' or ',
            'words': 'in segment {values}'},
        'not_in_segment': {'kinds': [], 'values': 'segments',
            'item': 'in_{value} is null', 'joined_by': ' and ',
            'words': 'not in segment {values}'},
    }) }}

{% endmacro %}
