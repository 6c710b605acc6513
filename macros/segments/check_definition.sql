{# Holds one line of segment_definitions.csv against what its cells may say. #}
{% macro check_definition(line, kinds, forms, faults) %}

    {% set file = 'segment_definitions' %}
    {% do check_cells(file, line, forms, faults) %}

    {% if line.channel and line.channel != 'internal' and not line.purpose %}
        {% do add_fault(
            faults, file, line, "`purpose` is empty; a segment that is reached "
            ~ "by " ~ line.channel ~ " needs the contact's permission: write "
            ~ "marketing, service, profiling or sale_of_data."
        ) %}
    {% endif %}

    {% if line.member_limit and not line.limit_by %}
        {% do add_fault(
            faults, file, line, "`member_limit` is set but not `limit_by`; "
            ~ "name the feature that says who comes first."
        ) %}
    {% elif line.limit_by and not line.member_limit %}
        {% do add_fault(
            faults, file, line, "`limit_by` is set but not `member_limit`; "
            ~ "write the number of members to keep, or empty both."
        ) %}
    {% elif line.limit_by and line.limit_by not in kinds %}
        {% do add_fault(
            faults, file, line, "`limit_by` names the feature `"
            ~ line.limit_by ~ "`, which does not exist"
            ~ did_you_mean(line.limit_by, kinds)
        ) %}
    {% elif line.limit_by and kinds[line.limit_by] not in ['number', 'date'] %}
        {% do add_fault(
            faults, file, line, "`limit_by` names `" ~ line.limit_by
            ~ "`, which is no number or date; members cannot be put in order "
            ~ "by it."
        ) %}
    {% endif %}

    {% for low, high in [
        ('minimum_size', 'maximum_size'), ('minimum_size', 'member_limit')
    ] if (line.get(low) or '0') | int > (line.get(high) or '999999999') | int %}
        {% do add_fault(
            faults, file, line, "`" ~ low ~ "` (" ~ line[low] ~ ") is above `"
            ~ high ~ "` (" ~ line[high] ~ "); change one of them."
        ) %}
    {% endfor %}

{% endmacro %}


{% macro definition_forms() %}

    {% set count = {
        'pattern': '[1-9][0-9]{0,8}',
        'form': 'a whole number of at least 1, such as 500',
    } %}
    {% set date = {
        'pattern': '.*',
        'is_date': true,
        'form': 'a day of the calendar as YYYY-MM-DD, such as 2026-06-30',
    } %}

    {{ return({
        'segment_id': {
            'pattern': '[a-z][a-z0-9_]{0,49}',
            'is_required': true,
            'form': 'lower-case letters, digits and _ (at most 50), beginning '
                ~ 'with a letter',
        },
        'segment_name': {
            'pattern': '(?s).*', 'is_required': true, 'form': 'a name',
        },
        'status': {
            'pattern': 'active|resting',
            'is_choice': true,
            'is_required': true,
            'form': 'active or resting',
        },
        'channel': {
            'pattern': 'email|sms|phone|post|ads|internal',
            'is_choice': true,
            'is_required': true,
            'form': 'email, sms, phone, post or ads, or internal when nothing '
                ~ 'is sent to the members',
        },
        'purpose': {
            'pattern': 'marketing|service|profiling|sale_of_data',
            'is_choice': true,
            'form': 'marketing, service, profiling or sale_of_data',
        },
        'priority': dict(
            count, is_required=true,
            form='a whole number; 1 comes first when a contact is in several'
        ),
        'member_limit': count,
        'limit_keeps': {
            'pattern': 'highest|lowest',
            'is_choice': true,
            'form': 'highest or lowest',
        },
        'holdout_share': {
            'pattern': '0?[.][0-9]{1,4}|0',
            'form': 'a share below 1 with a point, such as 0.1 for ten percent',
        },
        'minimum_size': count,
        'maximum_size': count,
        'maximum_change': {
            'pattern': '[0-9]{0,4}[.]?[0-9]{1,4}',
            'form': 'a share with a point, such as 0.5 for half',
        },
        'on_breach': {
            'pattern': 'warn|stop', 'is_choice': true, 'form': 'warn or stop',
        },
        'valid_from': date,
        'valid_to': date,
        'reviewed_on': date,
        'review_every_days': dict(
            count, form='a whole number of days, such as 90'
        ),
    }) }}

{% endmacro %}


{# A segment may have several lines, but only one on any day. #}
{% macro check_period(line, periods, faults) %}

    {% set first_day = line.valid_from or '0000-00-00' %}
    {% set last_day = line.valid_to or '9999-99-99' %}

    {% if first_day > last_day %}
        {% do add_fault(
            faults, 'segment_definitions', line, "it ends (" ~ last_day
            ~ ") before it begins (" ~ first_day ~ "); change one of the dates."
        ) %}
    {% endif %}

    {% for other in periods.get(line.segment_id, [])
        if first_day <= other.last_day and other.first_day <= last_day %}
        {% do add_fault(
            faults, 'segment_definitions', line, "line " ~ other.line
            ~ " defines the same segment for the same time; delete one of the "
            ~ "two lines, or set valid_from and valid_to so that only one "
            ~ "holds on any day."
        ) %}
    {% endfor %}

    {% do periods.setdefault(line.segment_id, []).append({
        'line': line.line, 'first_day': first_day, 'last_day': last_day
    }) %}

{% endmacro %}


{# Within an exclusive group the priority must say who wins. #}
{% macro check_rivals(segments, faults) %}

    {% set holders = {} %}
    {% for segment in segments.values()
        if segment.is_published and segment.exclusive_group %}
        {% set place = (segment.exclusive_group, segment.priority) %}
        {% if place in holders %}
            {% do add_fault(
                faults, 'segment_definitions', segment, "it has priority "
                ~ segment.priority ~ " in the exclusive group '"
                ~ segment.exclusive_group ~ "', and so has "
                ~ holders[place].segment_id ~ " (line " ~ holders[place].line
                ~ "); give them different numbers."
            ) %}
        {% endif %}
        {% do holders.update({place: segment}) %}
    {% endfor %}

{% endmacro %}
