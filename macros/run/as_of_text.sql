{# The date of the run as text, YYYY-MM-DD. Stops on anything else. #}
{% macro as_of_text() %}

    {% set given = var('as_of_date') or env_var('CRM_SEGMENTS_AS_OF', '') %}
    {% if not given and reads_sample() %}
        {% set given = var('sample_as_of_date') %}
    {% endif %}
    {% set text = (given or run_started_at.strftime('%Y-%m-%d')) | string %}

    {% if not modules.re.fullmatch('[0-9]{4}-[0-9]{2}-[0-9]{2}', text) %}
        {{ exceptions.raise_compiler_error(
            "as_of_date is '" ~ text ~ "'. Write it as YYYY-MM-DD."
        ) }}
    {% endif %}

    {{ return(text) }}

{% endmacro %}
