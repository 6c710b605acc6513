{#
    All that the seeds in seeds/segments/ say, checked and compiled:

    segments: those published on the as-of date, first priority first; each the
        cells of its line plus rule_groups ({number: {number, is_negated, sql,
        words}}), refers_to, rules_in_words, has_permission_rule, definition_hash
        and holdout_hash_below.
    levels: all segments whose rules must be evaluated, in lists: those of one
        list refer only to segments of the lists before it. The segments named
        in `also` are among them, even when they rest.

    `lines` may give the lines of some of the seeds, {seed: lines}, in place of
    those that were loaded.

    Stops with every mistake there is, one sentence each. Before the seeds are
    loaded (compile, lint, docs) the book is empty.
#}
{% macro segment_book(also=[], lines={}) %}

    {% if not execute %}
        {{ return({'segments': [], 'levels': []}) }}
    {% endif %}

    {% set seeds = dict(read_segment_seeds() if lines | length < 4 else {}, **lines) %}
    {% if lines.static_lists is defined %}
        {% do seeds.update({'list_names': lines.static_lists
            | map(attribute='list_name') | select | map('trim') | map('lower')
            | unique | list}) %}
    {% endif %}
    {% set segments = checked_segments(seeds) %}

    {{ return({
        'segments': segments.values() | selectattr('is_published')
            | sort(attribute='priority,segment_id') | list,
        'levels': needed_levels(segments, also),
    }) }}

{% endmacro %}


{#
    {segment_id: segment} of the seeds' lines, checked and compiled. Several
    models of a run ask for the same: the first answer is kept for the others,
    under all that it depends on.
#}
{% macro checked_segments(seeds) %}

    {% set kinds = dict(feature_kinds(), static_lists='list') %}
    {% set kept = graph.setdefault('checked_segments', {}) %}
    {% set place = tojson([seeds, kinds, as_of_text(), target.type]) %}
    {% if place in kept %}
        {{ return(kept[place]) }}
    {% endif %}

    {% set faults = [] %}
    {% set segments = checked_definitions(
        seeds.segment_definitions, kinds, faults
    ) %}
    {% do check_rules(
        seeds.segment_rules, segments, kinds, seeds.get('list_names', []), faults
    ) %}
    {% do check_overrides(
        seeds.get('segment_overrides', []), segments, faults
    ) %}
    {% if not faults %}
        {% do set_levels(segments, faults) %}
    {% endif %}

    {% if faults %}
        {{ exceptions.raise_compiler_error(
            "The segments cannot be built; to mend in seeds/segments/:\n  "
            ~ faults | join('\n  ')
        ) }}
    {% endif %}

    {% for segment in segments.values() | sort(attribute='level') %}
        {% do complete_segment(segment, segments) %}
    {% endfor %}

    {% do kept.update({place: segments}) %}
    {{ return(segments) }}

{% endmacro %}


{#
    Gives each segment its level: 1, or one more than the highest of those its
    rules refer to. A circle of references is a fault that names the circle.
#}
{% macro set_levels(segments, faults) %}

    {% for _ in segments %}
        {% for segment in segments.values() if not segment.level %}
            {% set heights = [] %}
            {% for other in segment.refers_to %}
                {% do heights.append(segments[other].level) %}
            {% endfor %}
            {% if 0 not in heights %}
                {% do segment.update({'level': 1 + heights | max | default(0, true)}) %}
            {% endif %}
        {% endfor %}
    {% endfor %}

    {% set stuck = segments.values() | rejectattr('level') | list %}
    {% if stuck %}
        {# each stuck segment refers to a stuck one, so the walk must close #}
        {% set path = [stuck[0].segment_id] %}
        {% for _ in stuck if path[-1] not in path[:-1] %}
            {% set next = namespace(segment_id=none) %}
            {% for other in segments[path[-1]].refers_to
                if not next.segment_id and not segments[other].level %}
                {% set next.segment_id = other %}
            {% endfor %}
            {% do path.append(next.segment_id) %}
        {% endfor %}
        {% do faults.append(
            "segment_rules.csv: segments refer to each other in a circle: "
            ~ path[path.index(path[-1]):] | join(' -> ')
            ~ ". Take one of these references out."
        ) %}
    {% endif %}

{% endmacro %}


{# The published segments, those asked for, and those that they refer to, by
   level. #}
{% macro needed_levels(segments, also) %}

    {% set needed = segments.values() | selectattr('is_published') | list %}
    {% for name in also %}
        {% if name not in segments %}
            {{ exceptions.raise_compiler_error(
                "Segment `" ~ name ~ "` is not in segment_definitions.csv"
                ~ did_you_mean(name, segments)
            ) }}
        {% elif segments[name] not in needed %}
            {% do needed.append(segments[name]) %}
        {% endif %}
    {% endfor %}
    {# the list grows while it is read, until nothing new is referred to #}
    {% for segment in needed %}
        {% for other in segment.refers_to if segments[other] not in needed %}
            {% do needed.append(segments[other]) %}
        {% endfor %}
    {% endfor %}

    {% set levels = [] %}
    {% for level in needed | map(attribute='level') | unique | sort %}
        {% do levels.append(
            needed | selectattr('level', 'equalto', level)
            | sort(attribute='segment_id') | list
        ) %}
    {% endfor %}

    {{ return(levels) }}

{% endmacro %}


{#
    What is derived from the lines. The definition hash changes when the rules
    or the limit do, here or in a segment referred to, and not from day to day.
    A contact is held out when the first 8 hex digits of the hash of salt and
    contact_id come before holdout_hash_below: share 0.1 is a tenth of them.
#}
{% macro complete_segment(segment, segments) %}

    {% set groups = segment.rule_groups.values() | sort(attribute='number') %}
    {% set words = [] %}
    {% for group in groups %}
        {% do words.append(group_words(group)) %}
    {% endfor %}

    {% set tests_permission = namespace(found=false) %}
    {% for group in groups %}
        {% for condition in group.conditions
            if modules.re.fullmatch('is_[a-z]+_permitted', condition.feature or '') %}
            {% set tests_permission.found = true %}
        {% endfor %}
    {% endfor %}
    {% for other in segment.refers_to if segments[other].has_permission_rule %}
        {% set tests_permission.found = true %}
    {% endfor %}

    {% set defined_by = words + [
        segment.get('member_limit'),
        segment.get('limit_by'),
        segment.get('limit_keeps'),
    ] %}
    {% for other in segment.refers_to %}
        {% do defined_by.append(segments[other].definition_hash) %}
    {% endfor %}

    {% set share = segment.holdout_share or 0 %}
    {% do segment.update({
        'rules_in_words': words | join(', or '),
        'has_permission_rule': tests_permission.found,
        'definition_hash': local_md5(tojson(defined_by)),
        'holdout_hash_below': '%08x' | format((share | float * 4294967296) | int),
    }) %}

{% endmacro %}
