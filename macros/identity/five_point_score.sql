{#
    A satisfaction score as one from 1 (worst) to 5, four decimals: scales of
    one (good or bad) and of 100 begin at 0, others at 1. Without a maximum
    it is taken to be of 5.
#}
{% macro five_point_score(score, score_max) -%}
    {%- set most = "case when " ~ score_max ~ " >= 1 then " ~ score_max ~ " else 5 end" -%}
    {%- set least_score = "case when " ~ most ~ " in (1, 100) then 0 else 1 end" -%}
    {%- set over = "(greatest(least(" ~ score ~ ", " ~ most ~ "), " ~ least_score ~ ") - " ~ least_score ~ ")" -%}
    case when {{ score }} is not null then cast(1 + {{ rounded_ratio(
        '4 * ' ~ over,
        'cast(nullif(' ~ most ~ ' - ' ~ least_score ~ ', 0) as ' ~ dbt.type_bigint() ~ ')'
    ) }} as {{ type_money() }}) end
{%- endmacro %}
