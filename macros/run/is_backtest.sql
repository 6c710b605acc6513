{#
    Whether features and segments are computed for a past date beside what is
    published, in schemas of their own: the variable backtest_segments names the
    segments.
#}
{% macro is_backtest() %}
    {{ return(var('backtest_segments', []) | length > 0) }}
{% endmacro %}


{#
    Whether a thing was known by the as-of date. What has no date is taken to
    have been; but not in a backtest, where it may be of later.
#}
{% macro is_known_by_then(moment) -%}
    (
        {%- if not is_backtest() %}
        {{ moment }} is null
        or {% endif -%}
        cast({{ moment }} as date) <= {{ as_of_date() }}
    )
{%- endmacro %}
