{# The rest of a select list: the aggregate of each behaviour. #}
{% macro behaviour_measures(behaviours) -%}
    {%- for behaviour in behaviours -%}
        ,
        {{ behaviour_measure(behaviour) }} as {{ behaviour.feature_name }}
    {%- endfor -%}
{%- endmacro %}


{# The rest of a select list: each behaviour from the table measured, 0 for a
   count or sum where nothing was measured. #}
{% macro behaviour_values(behaviours) -%}
    {%- for behaviour in behaviours -%}
        {%- set name = behaviour.feature_name -%}
        ,
        {% if behaviour.aggregation == 'sum' -%}
            coalesce(measured.{{ name }}, cast(0 as {{ type_money() }})) as {{ name }}
        {%- elif behaviour.aggregation in ['count', 'distinct', 'active_days'] -%}
            coalesce(measured.{{ name }}, 0) as {{ name }}
        {%- else -%}
            measured.{{ name }}
        {%- endif -%}
    {%- endfor -%}
{%- endmacro %}


{# Aggregate over the stacked days (with days_ago): one declared behaviour. #}
{% macro behaviour_measure(behaviour) -%}
    {%- set fits = behaviour_condition(behaviour) -%}
    {%- if behaviour.aggregation == 'count' -%}
        cast(sum(case when {{ fits }} then activity_count else 0 end) as integer)
    {%- elif behaviour.aggregation == 'sum' -%}
        cast(sum(case when {{ fits }} then value_total else 0 end) as {{ type_money() }})
    {%- elif behaviour.aggregation == 'average' -%}
        {%- set total = 'sum(case when ' ~ fits ~ ' then value_total end)' -%}
        {%- set number = 'sum(case when ' ~ fits ~ ' then activity_count end)' -%}
        cast(case when {{ total }} < 0 then -1 else 1 end * {{ rounded_ratio('abs(' ~ total ~ ')', number) }} as {{ type_money() }})
    {%- elif behaviour.aggregation == 'distinct' -%}
        cast(count(distinct case when {{ fits }} then lower(detail_name) end) as integer)
    {%- elif behaviour.aggregation == 'active_days' -%}
        cast(count(distinct case when {{ fits }} then activity_on end) as integer)
    {%- elif behaviour.aggregation == 'days_since_first' -%}
        max(case when {{ fits }} then days_ago end)
    {%- else -%}
        min(case when {{ fits }} then days_ago end)
    {%- endif -%}
{%- endmacro %}


{# Text is compared without regard to case, as in rules. #}
{% macro behaviour_condition(behaviour) -%}
    {%- set conditions = [
        'is_detailed' if behaviour.is_detailed else 'not is_detailed',
    ] -%}
    {%- for filter, column in {
        'activity_type': 'activity_type',
        'channel_is': 'channel',
        'detail_is': 'detail_name',
        'category_is': 'category',
    }.items() if filter in behaviour.filters -%}
        {%- do conditions.append(
            ('activity_type' if column == 'activity_type' else 'lower(' ~ column ~ ')')
            ~ ' in (' ~ text_literals(behaviour.filters[filter]) ~ ')'
        ) -%}
    {%- endfor -%}
    {%- if behaviour.url_contains -%}
        {%- do conditions.append(modules.re.sub('\\s+', ' ', dbt.position(
            comparison_literal('text', behaviour.url_contains), 'lower(detail_url)'
        )) | trim ~ ' > 0') -%}
    {%- endif -%}
    {%- if behaviour.window_days -%}
        {%- do conditions.append('days_ago < ' ~ behaviour.window_days) -%}
    {%- endif -%}
    {{ return(conditions | join(' and ')) }}
{%- endmacro %}


{% macro text_literals(values) -%}
    {%- set literals = [] -%}
    {%- for value in values -%}
        {%- do literals.append(comparison_literal('text', value)) -%}
    {%- endfor -%}
    {{ return(literals | join(', ')) }}
{%- endmacro %}


{# The activity types that detailed behaviours ask for, as a list of literals;
   one that no activity has when there are none. #}
{% macro detailed_activity_types(behaviours) -%}
    {%- set types = [] -%}
    {%- for behaviour in behaviours if behaviour.is_detailed -%}
        {%- do types.extend(behaviour.activity_types) -%}
    {%- endfor -%}
    {{ return(text_literals(types | unique | sort or [''])) }}
{%- endmacro %}
