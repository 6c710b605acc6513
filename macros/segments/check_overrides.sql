{#
    Holds the lines of segment_overrides.csv against what they may say, and
    notes on each segment whether anybody is included or excluded by hand.
#}
{% macro check_overrides(lines, segments, faults) %}

    {% set file = 'segment_overrides' %}
    {% set seen = {} %}

    {% for raw_line in lines %}
        {% set line = tidy_line(raw_line, loop.index + 1) %}
        {% if line.is_blank %}
            {% continue %}
        {% endif %}

        {% do check_cells(file, line, override_forms(), faults) %}
        {% if line.segment_id and line.segment_id not in segments %}
            {% do add_fault(
                faults, file, line, "segment `" ~ line.segment_id
                ~ "` is not in segment_definitions.csv"
                ~ did_you_mean(line.segment_id, segments)
            ) %}
        {% endif %}

        {% set place = (line.segment_id, line.contact) %}
        {% set first_day = line.added_on or '0000-00-00' %}
        {% set last_day = line.expires_on or '9999-99-99' %}
        {% for other in seen.setdefault(place, [])
            if first_day <= other.last_day and other.first_day <= last_day %}
            {% do add_fault(
                faults, file, line, "line " ~ other.line ~ " speaks of the same "
                ~ "contact and segment for the same time; keep one of the two."
            ) %}
        {% endfor %}
        {% do seen[place].append({
            'line': line.line, 'first_day': first_day, 'last_day': last_day
        }) %}

        {% if line.segment_id in segments %}
            {% do segments[line.segment_id].update(
                {'has_inclusions': true} if line.override == 'include'
                else {'has_exclusions': true}
            ) %}
        {% endif %}
    {% endfor %}

{% endmacro %}


{% macro override_forms() %}

    {% set date = {
        'pattern': '.*',
        'is_date': true,
        'is_required': true,
        'form': 'a day of the calendar as YYYY-MM-DD, such as 2026-06-30',
    } %}

    {{ return({
        'segment_id': {
            'pattern': '(?s).*',
            'is_required': true,
            'form': 'the segment_id that the override is about',
        },
        'contact': {
            'pattern': '(?s).*',
            'is_required': true,
            'form': 'a contact_id, or the key of a contact record such as '
                ~ 'hubspot:123',
        },
        'override': {
            'pattern': 'include|exclude',
            'is_choice': true,
            'is_required': true,
            'form': 'include or exclude',
        },
        'reason': {
            'pattern': '(?s).*',
            'is_required': true,
            'form': 'why the rules are wrong for this contact',
        },
        'author': {
            'pattern': '(?s).*', 'is_required': true, 'form': 'who decided it',
        },
        'added_on': date,
        'expires_on': dict(
            date, is_required=false, form=date.form ~ ', or leave it empty'
        ),
    }) }}

{% endmacro %}
