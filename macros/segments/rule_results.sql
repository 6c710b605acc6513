{#
    One select a condition of the given segments over `relation`, a CTE of
    evaluated_levels: whether each contact passes, with what value, and how far
    from it; no_rows without conditions.
#}
{% macro rule_results(levels, segment_ids, relation) -%}
    {%- set selects = [] -%}
    {%- for level in levels -%}
        {%- for segment in level if segment.segment_id in segment_ids -%}
            {%- for group in segment.rule_groups.values() | sort(attribute='number') -%}
                {%- for condition in group.conditions -%}
                    {%- do selects.append(rule_result(
                        segment, group, condition, loop.index, relation
                    )) -%}
                {%- endfor -%}
            {%- endfor -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- if selects -%}
        {{ selects | join('\n\n    union all\n\n    ') }}
    {%- else -%}
        {{ no_rows(rule_result_types()) }}
    {%- endif -%}
{%- endmacro %}


{% macro rule_result(segment, group, condition, number, relation) -%}
    select
        contact_id,
        '{{ segment.segment_id }}' as segment_id,
        {{ group.number }} as rule_group,
        {{ group.is_negated | lower }} as is_group_negated,
        {{ number }} as condition_number,
        {{ text_literal(condition.words | trim) }} as condition_in_words,
        cast({{ condition.feature or 'null' }} as {{ dbt.type_string() }}) as feature_value,
        coalesce({{ condition.sql }}, false) as is_passed,
        cast({{ condition.distance or 'null' }} as {{ type_money() }}) as distance_to_passing,
        in_{{ segment.segment_id }} is not null as is_member

    from {{ relation }}
{%- endmacro %}


{% macro rule_result_types() %}
    {{ return({
        'contact_id': dbt.type_string(),
        'segment_id': dbt.type_string(),
        'rule_group': 'integer',
        'is_group_negated': dbt.type_boolean(),
        'condition_number': 'integer',
        'condition_in_words': dbt.type_string(),
        'feature_value': dbt.type_string(),
        'is_passed': dbt.type_boolean(),
        'distance_to_passing': type_money(),
        'is_member': dbt.type_boolean(),
    }) }}
{% endmacro %}
