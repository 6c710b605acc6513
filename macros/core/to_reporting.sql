{#
    An amount in the reporting currency, rounded to the cent; 0 where it does
    not count, null where no rate is known (a test stops the build then).
#}
{% macro to_reporting(amount, counts='true') -%}
    case
        when {{ counts }}
            then cast(round({{ amount }} * exchange_rates.rate_to_reporting, 2) as {{ type_money() }})
        else cast(0 as {{ type_money() }})
    end
{%- endmacro %}
