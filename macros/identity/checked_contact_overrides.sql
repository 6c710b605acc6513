{#
    What contact_overrides.csv says: {kept_apart: [(record key, record key)]}.
    Stops when a line cannot be meant, naming it; warns of a record that is not
    there, which may have been deleted since.
#}
{% macro checked_contact_overrides(connected) %}

    {% set file = 'contact_overrides' %}
    {% set faults = [] %}
    {% set lines = [] %}
    {% for raw_line in read_contact_overrides() %}
        {% set line = tidy_line(raw_line, loop.index + 1) %}
        {% if not line.is_blank %}
            {% do check_cells(file, line, contact_override_forms(), faults) %}
            {% for side in ['', 'other_'] %}
                {% do line.update({side ~ 'record': (line[side ~ 'source_system'] or '')
                    ~ ('/' ~ line[side ~ 'source_instance']
                        if line.get(side ~ 'source_instance'))
                    ~ ':' ~ (line[side ~ 'source_contact_id'] or '')}) %}
            {% endfor %}
            {% if line.record == line.other_record %}
                {% do add_fault(faults, file, line, "both sides are the record "
                    ~ line.record ~ "; name two different ones.") %}
            {% endif %}
            {% do lines.append(line) %}
        {% endif %}
    {% endfor %}

    {# who is always joined, chains included #}
    {% set joined = namespace(groups=[]) %}
    {% for line in lines if line.override == 'always_join' %}
        {% set group = {'records': [line.record, line.other_record], 'lines': [line.line]} %}
        {% set apart = [] %}
        {% for other in joined.groups %}
            {% if line.record in other.records or line.other_record in other.records %}
                {% do group.records.extend(other.records) %}
                {% do group.lines.extend(other.lines) %}
            {% else %}
                {% do apart.append(other) %}
            {% endif %}
        {% endfor %}
        {% set joined.groups = apart + [group] %}
    {% endfor %}

    {% set pairs = [] %}
    {% for line in lines if line.override == 'never_join' %}
        {% do pairs.append((line.record, line.other_record)) %}
        {% for group in joined.groups
            if line.record in group.records and line.other_record in group.records %}
            {% do add_fault(faults, file, line, "keeps apart " ~ line.record ~ " and "
                ~ line.other_record ~ ", whom line " ~ group.lines | sort | join(' and ')
                ~ " always joins; remove one of them.") %}
        {% endfor %}
    {% endfor %}

    {% if faults %}
        {{ exceptions.raise_compiler_error(
            "Contacts cannot be told apart; to mend in seeds/identity/:\n  "
            ~ faults | join('\n  ')
        ) }}
    {% endif %}

    {% set known = read_known_records(lines, connected) if lines else [] %}
    {% for line in lines %}
        {% for record in [line.record, line.other_record]
            if known is not none and record not in known %}
            {% do exceptions.warn(
                file ~ ".csv line " ~ line.line ~ ": there is no record " ~ record
                ~ "; the line does nothing. Correct the system, instance or id, or "
                ~ "remove the line if the record is gone."
            ) %}
        {% endfor %}
    {% endfor %}

    {{ return({'kept_apart': pairs}) }}

{% endmacro %}


{# The lines of the seed. A unit test gives its lines by overriding this macro. #}
{% macro read_contact_overrides() %}
    {{ return(read_seed_lines('contact_overrides') if execute else []) }}
{% endmacro %}


{# Those of the records named that are there; none where that cannot be said. #}
{% macro read_known_records(lines, connected) %}

    {% set keys = [] %}
    {% for line in lines %}
        {% do keys.extend([text_literal(line.record), text_literal(line.other_record)]) %}
    {% endfor %}
    {% if not load_relation(connected) %}
        {{ return(none) }}
    {% endif %}
    {{ return(
        run_query(
            "select contact_record_key from " ~ connected
            ~ " where contact_record_key in (" ~ keys | unique | join(', ') ~ ")"
        ).columns[0].values() | list
    ) }}

{% endmacro %}


{% macro contact_override_forms() %}

    {% set text = {'pattern': '(?s).*', 'is_required': true} %}
    {% set system = dict(text, form='the system of the record, such as hubspot') %}
    {% set id = dict(text, form='the id that the record has in its system') %}
    {{ return({
        'override': dict(
            text, pattern='always_join|never_join', is_choice=true,
            form='always_join or never_join'
        ),
        'source_system': system,
        'source_contact_id': id,
        'other_source_system': system,
        'other_source_contact_id': id,
        'reason': dict(text, form='why the two are one person, or are not'),
        'author': dict(text, form='who decided it'),
        'decided_on': dict(
            text, is_date=true,
            form='a day of the calendar as YYYY-MM-DD, such as 2026-06-30'
        ),
    }) }}

{% endmacro %}
