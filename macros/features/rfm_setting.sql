{# One of the variables rfm__bands, rfm__method and rfm__lookback_days, checked:
   a whole number, 'quantile' or 'threshold', a whole number or none. #}
{% macro rfm_setting(name) %}

    {% set given = var('rfm__' ~ name) %}
    {% set text = '' if given is none else given | string | trim %}

    {# a score is one digit of rfm_score, and one band would score nobody #}
    {% if name == 'bands' and not modules.re.fullmatch('[2-9]', text) %}
        {{ exceptions.raise_compiler_error(
            "rfm__bands is '" ~ text ~ "'. Use a whole number from 2 to 9; "
            ~ "rfm_grid.csv needs a line for each pair of scores."
        ) }}
    {% elif name == 'method' and text not in ['quantile', 'threshold'] %}
        {{ exceptions.raise_compiler_error(
            "rfm__method is '" ~ text ~ "'. Use quantile (equal shares of the "
            ~ "contacts with orders) or threshold (the cut points of "
            ~ "rfm_thresholds.csv)."
        ) }}
    {% elif name == 'lookback_days'
        and not modules.re.fullmatch('|[1-9][0-9]{0,4}', text) %}
        {{ exceptions.raise_compiler_error(
            "rfm__lookback_days is '" ~ text ~ "'. Use a whole number of days "
            ~ "from 1 to 99999, or leave it empty to count all orders."
        ) }}
    {% endif %}

    {{ return(
        text if name == 'method' else (text | int if text else none)
    ) }}

{% endmacro %}
