{# Stops before anything runs when a variable cannot be what was meant. #}
{% macro check_settings() %}

    {% set known = known_systems() %}

    {% if var('crm_sources') is string or not var('crm_sources') %}
        {{ exceptions.raise_compiler_error(
            "crm_sources must be a list of at least one system, such as [csv]. "
            ~ "Known: " ~ known | join(', ') ~ "."
        ) }}
    {% endif %}
    {% for name in var('crm_sources') if name not in known %}
        {{ exceptions.raise_compiler_error(
            "crm_sources names '" ~ name ~ "', which is no known system. Known: "
            ~ known | join(', ') ~ "."
        ) }}
    {% endfor %}

    {% for name in known %}
        {% set order = var(name ~ '__date_format', 'iso') %}
        {% if order not in ['iso', 'dmy', 'mdy'] %}
            {{ exceptions.raise_compiler_error(
                name ~ "__date_format is '" ~ order ~ "'. Use iso (2025-12-31), "
                ~ "dmy (31.12.2025) or mdy (12/31/2025)."
            ) }}
        {% endif %}
        {% set unit = var(name ~ '__timestamp_unit', '') %}
        {% if unit not in ['', 's', 'ms', 'us'] %}
            {{ exceptions.raise_compiler_error(
                name ~ "__timestamp_unit is '" ~ unit ~ "'. Use s, ms or us for "
                ~ "seconds, milliseconds or microseconds since 1970, or leave it empty."
            ) }}
        {% endif %}
        {% for instance in var(name ~ '__instances', {})
            if not modules.re.fullmatch('[a-z0-9_]+', instance) %}
            {{ exceptions.raise_compiler_error(
                name ~ "__instances names '" ~ instance ~ "'. Use lower-case "
                ~ "letters, digits and underscores."
            ) }}
        {% endfor %}
    {% endfor %}

    {% set linking = var('probabilistic_linking') %}
    {% if linking not in [true, false] %}
        {{ exceptions.raise_compiler_error(
            "probabilistic_linking is '" ~ linking ~ "'. Use true or false."
        ) }}
    {% endif %}
    {% if linking and target.type != 'duckdb' %}
        {{ exceptions.raise_compiler_error(
            "probabilistic_linking is on, and " ~ target.type ~ " runs no Python models. "
            ~ "Turn it off, or build on DuckDB."
        ) }}
    {% endif %}
    {% set scores = [var('probabilistic_review_score'), var('probabilistic_link_score')] %}
    {% if scores | reject('number') | list
        or not 0 < scores[0] <= scores[1] <= 1 %}
        {{ exceptions.raise_compiler_error(
            "probabilistic_review_score and probabilistic_link_score are " ~ scores | join(' and ')
            ~ ". Use numbers from 0 to 1, the first not above the second."
        ) }}
    {% endif %}

    {% for name, grains in {
        'stripe__order_grain': ['charge', 'invoice'],
        'wukong__order_grain': ['contract', 'payment']
    }.items() if var(name) not in grains %}
        {{ exceptions.raise_compiler_error(
            name ~ " is '" ~ var(name) ~ "'. Use " ~ grains | join(' or ') ~ "."
        ) }}
    {% endfor %}

    {% set classes = ['shop', 'billing', 'crm'] %}
    {% set counted = var('revenue_sources') %}
    {% if counted is string
        or counted | reject('in', classes) | list | length > 0 %}
        {{ exceptions.raise_compiler_error(
            "revenue_sources is " ~ counted ~ ". Make it a list of the classes "
            ~ "of systems that count revenue: " ~ classes | join(', ')
            ~ ". Empty: the first of them that has any."
        ) }}
    {% endif %}

    {% do as_of_text() %}

{% endmacro %}
