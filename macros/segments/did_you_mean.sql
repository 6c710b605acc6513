{#
    The end of a sentence about an unknown name: `; did you mean ...?` with the
    candidate that shares most pairs of letters, or `.` when none is near.
#}
{% macro did_you_mean(name, candidates) %}

    {% set pairs = letter_pairs(name) %}
    {% set best = namespace(name=none, likeness=0.5) %}

    {% for candidate in candidates %}
        {% set others = letter_pairs(candidate) %}
        {% set shared = pairs | select('in', others) | list | length %}
        {% set likeness = 2 * shared / (pairs | length + others | length) %}
        {% if likeness > best.likeness %}
            {% set best.name = candidate %}
            {% set best.likeness = likeness %}
        {% endif %}
    {% endfor %}

    {{ return('; did you mean `' ~ best.name ~ '`?' if best.name else '.') }}

{% endmacro %}


{# Its ends count too, so that single letters have pairs. #}
{% macro letter_pairs(name) %}

    {% set text = '^' ~ name | lower ~ '$' %}
    {% set pairs = [] %}
    {% for start in range(text | length - 1) %}
        {% do pairs.append(text[start:start + 2]) %}
    {% endfor %}

    {{ return(pairs) }}

{% endmacro %}
