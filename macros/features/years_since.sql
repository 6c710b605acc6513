{# Birthdays from a date to the as-of date. Who was born on 29 February grows
   older on 1 March of a common year. #}
{% macro years_since(date_column) -%}
    cast({{ whole_quotient(
        as_of_text().replace('-', '')
        ~ ' - cast(10000 * extract(year from ' ~ date_column ~ ') + 100 * extract(month from '
        ~ date_column ~ ') + extract(day from ' ~ date_column ~ ') as integer)',
        10000
    ) }} as integer)
{%- endmacro %}
