{# The segments of a backtest as rows, with the features of which it took
   today's value; no rows else. #}
{% macro backtested_segments() -%}
    {%- set rows = [] -%}
    {%- if is_backtest() -%}
        {%- set book = segment_book(also=var('backtest_segments')) -%}
        {%- for segment in chosen_for_backtest(book) -%}
            {%- set undated = features_with_past(segment, book, 'unknown')
                + features_with_past(segment, book, 'steady') -%}
            {%- do rows.append({
                'segment_id': segment.segment_id,
                'undated_features': undated | sort | join(', ') or none,
            }) -%}
        {%- endfor -%}
    {%- endif -%}
    {{ literal_rows(rows, {
        'segment_id': dbt.type_string(), 'undated_features': dbt.type_string(),
    }) }}
{%- endmacro %}


{# The last day that the data know of. #}
{% macro backtest_until() -%}
    {%- set day = var('backtest_until', '') or as_of_text() -%}
    cast('{{ day }}' as date)
{%- endmacro %}


{# Names of the sums of backtest_measures, and the aggregate of each. #}
{% macro outcome_aggregates() %}
    {{ return({
        'contacts': 'count(*)',
        'ordered': 'sum(did_order)',
        'revenue': 'sum(revenue)',
        'revenue_squares': 'sum(revenue * revenue)',
        'can_lapse': 'sum(can_lapse)',
        'lapsed': 'sum(did_lapse)',
    }) }}
{% endmacro %}


{% macro outcome_sums(prefix) -%}
    {%- for name, aggregate in outcome_aggregates().items() %}
        {{ aggregate }} as {{ prefix }}_{{ name }}{{ ',' if not loop.last }}
    {%- endfor %}
{%- endmacro %}


{# Those of the members, and those of all others. #}
{% macro member_and_other_sums() -%}
    {%- for name in outcome_aggregates() %}
        {%- set type = 'numeric(38, 8)' if name.startswith('revenue') else dbt.type_bigint() %}
        cast(coalesce(members.member_{{ name }}, 0) as {{ type }}) as member_{{ name }},
        cast(everybody.all_{{ name }} - coalesce(members.member_{{ name }}, 0) as {{ type }}) as other_{{ name }}{{ ',' if not loop.last }}
    {%- endfor %}
{%- endmacro %}
