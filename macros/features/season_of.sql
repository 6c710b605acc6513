{#
    How many years before the as-of date's calendar day a date lies, when it is
    within 30 days of that day: 1 is last year's season. Null for a date out of
    season, and for this year's.
#}
{% macro season_of(date_column) -%}
    {%- set shifted = 'cast(' ~ dbt.dateadd('day', -30, date_column) ~ ' as date)' -%}
    {%- set years = years_since(shifted) -%}
    {%- set same_day = 'cast(' ~ dbt.dateadd(
        'month', '-12 * ' ~ years, as_of_date()
    ) ~ ' as date)' -%}
    case
        when {{ years }} >= 1 and {{ dbt.datediff(shifted, same_day, 'day') }} <= 60
            then {{ years }}
    end
{%- endmacro %}
