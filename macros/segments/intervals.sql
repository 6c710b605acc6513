{#
    Intervals of 95 percent for two groups of contacts, as expressions over
    counts and sums; null where a group is empty or nothing happened in one.
    `sign` is - for the lower bound and + for the upper.
#}


{# The ratio of two shares, a of n and b of m: Katz and others 1978,
   "Obtaining confidence intervals for the risk ratio in cohort studies",
   Biometrics 34, the log method. #}
{% macro ratio_bound(sign, a, n, b, m) -%}
    case
        when {{ a }} > 0 and {{ b }} > 0
            then exp(
                ln({{ as_float(a) }} * {{ m }} / ({{ as_float(b) }} * {{ n }}))
                {{ sign }} 1.959964 * sqrt(
                    1 / {{ as_float(a) }} - 1 / {{ as_float(n) }}
                    + 1 / {{ as_float(b) }} - 1 / {{ as_float(m) }}
                )
            )
    end
{%- endmacro %}


{# The difference of two shares, a of n less b of m: Agresti and Caffo 2000,
   "Simple and effective confidence intervals for proportions and differences
   of proportions", The American Statistician 54: one success and one failure
   more in each group. #}
{% macro share_difference_bound(sign, a, n, b, m) -%}
    {%- set p = '((' ~ as_float(a) ~ ' + 1) / (' ~ n ~ ' + 2))' -%}
    {%- set q = '((' ~ as_float(b) ~ ' + 1) / (' ~ m ~ ' + 2))' -%}
    case
        when {{ n }} > 0 and {{ m }} > 0
            then {{ p }} - {{ q }} {{ sign }} 1.959964 * sqrt(
                {{ p }} * (1 - {{ p }}) / ({{ n }} + 2)
                + {{ q }} * (1 - {{ q }}) / ({{ m }} + 2)
            )
    end
{%- endmacro %}


{# The difference of two means, from sums and sums of squares: Welch 1947,
   "The generalization of Student's problem when several different population
   variances are involved", Biometrika 34; with the normal quantile, as groups
   that are not too few are large. #}
{% macro mean_difference_bound(sign, x, xx, n, y, yy, m) -%}
    case
        when {{ n }} > 1 and {{ m }} > 1
            then {{ as_float(x) }} / {{ n }} - {{ as_float(y) }} / {{ m }}
                {{ sign }} 1.959964 * sqrt(
                    {{ squared_error(x, xx, n) }} + {{ squared_error(y, yy, m) }}
                )
    end
{%- endmacro %}


{# Of a mean: the sample variance over n, not below 0 by a rounding. #}
{% macro squared_error(x, xx, n) -%}
    greatest(
        ({{ as_float(xx) }} - {{ as_float(x) }} * {{ as_float(x) }} / {{ n }})
        / (nullif({{ n }} - 1, 0) * {{ as_float(n) }}), 0
    )
{%- endmacro %}


{% macro as_float(expression) -%}
    cast({{ expression }} as {{ type_double() }})
{%- endmacro %}


{# A number with four decimals, as a column. #}
{% macro four_decimals(expression) -%}
    cast({{ expression }} as {{ type_money() }})
{%- endmacro %}
