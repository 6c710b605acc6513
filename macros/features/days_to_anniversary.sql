{#
    Days from the as-of date to the next anniversary of an earlier date: 0 on the
    day itself, a year on when the date is the as-of date. What happened on
    29 February is remembered on 1 March of a common year.
#}
{% macro days_to_anniversary(date_column) -%}
    {%- set this_year = as_of_text()[:4] | int -%}
    {%- set soon = anniversary_in(date_column, this_year) -%}
    {%- set later = anniversary_in(date_column, this_year + 1) -%}
    cast(case
        when {{ soon }} >= {{ as_of_date() }} and {{ soon }} > {{ date_column }}
            then {{ dbt.datediff(as_of_date(), soon, 'day') }}
        else {{ dbt.datediff(as_of_date(), later, 'day') }}
    end as integer)
{%- endmacro %}


{# By way of the first of the month, which every year has. #}
{% macro anniversary_in(date_column, year) -%}
    {%- set first_of_month = dbt.dateadd(
        'month',
        '12 * cast(' ~ year ~ ' - extract(year from ' ~ date_column ~ ') as integer)',
        dbt.date_trunc('month', date_column)
    ) -%}
    cast({{ dbt.dateadd(
        'day',
        'cast(extract(day from ' ~ date_column ~ ') as integer) - 1',
        first_of_month
    ) }} as date)
{%- endmacro %}
