{# Sums of segment_lift by variant, and the aggregate of each. #}
{% macro lift_aggregates() %}
    {{ return({
        'contacts': '1',
        'ordered': 'case when order_count > 0 then 1 else 0 end',
        'orders': 'order_count',
        'revenue': 'revenue',
        'revenue_squares': 'revenue * revenue',
    }) }}
{% endmacro %}


{% macro variant_sums() -%}
    {%- for prefix, variant in {'treated': 'treatment', 'held_out': 'holdout'}.items() %}
        {%- set last_variant = loop.last %}
        {%- for name, value in lift_aggregates().items() %}
        sum(case when variant = '{{ variant }}' then {{ value }} else 0 end) as {{ prefix }}_{{ name }}{{ ',' if not (last_variant and loop.last) }}
        {%- endfor %}
    {%- endfor %}
{%- endmacro %}


{# The sums as columns of their types, 0 where nobody entered. #}
{% macro variant_columns(relation) -%}
    {%- for prefix in ['treated', 'held_out'] %}
        {%- set last_variant = loop.last %}
        {%- for name in lift_aggregates() %}
        {%- set type = 'numeric(38, 8)' if name == 'revenue_squares'
            else type_money() if name == 'revenue' else 'integer' %}
        cast(coalesce({{ relation }}.{{ prefix }}_{{ name }}, 0) as {{ type }}) as {{ prefix }}_{{ name }}{{ ',' if not (last_variant and loop.last) }}
        {%- endfor %}
    {%- endfor %}
{%- endmacro %}


{#
    What is compared. The ratio of the groups is off when so uneven a split would
    come by chance once in a thousand times (3.29 standard deviations): then
    something else than chance decided who was held out, and no difference can
    be trusted. Fabijan and others 2019, "Diagnosing sample ratio mismatch in
    online controlled experiments", KDD.
#}
{% macro lift_measures() -%}
    {%- set all = '(treated_contacts + held_out_contacts)' -%}
    {%- set planned = as_float('planned_holdout_share') -%}
    {%- for name, sum in {
        'ordered_share': 'ordered',
        'orders_per_contact': 'orders',
        'revenue_per_contact': 'revenue',
    }.items() %}
        {%- for prefix in ['treated', 'held_out'] %}
        {{ four_decimals(as_float(prefix ~ '_' ~ sum) ~ ' / nullif(' ~ prefix ~ '_contacts, 0)') }} as {{ prefix }}_{{ name }},
        {%- endfor %}
    {%- endfor %}
        {{ four_decimals(as_float('held_out_contacts') ~ ' / nullif(' ~ all ~ ', 0)') }} as held_out_share,
        coalesce(
            abs(held_out_contacts - {{ all }} * {{ planned }})
            > 3.29 * sqrt({{ all }} * {{ planned }} * (1 - {{ planned }})), false
        ) as has_ratio_mismatch,
    {%- for name, sum in {'ordered_difference': 'ordered', 'revenue_difference': 'revenue'}.items() %}
        {{ four_decimals(
            as_float('treated_' ~ sum) ~ ' / nullif(treated_contacts, 0) - '
            ~ as_float('held_out_' ~ sum) ~ ' / nullif(held_out_contacts, 0)'
        ) }} as {{ name }},
    {%- endfor %}
    {%- for bound, sign in {'low': '-', 'high': '+'}.items() %}
        {{ four_decimals(share_difference_bound(
            sign, 'treated_ordered', 'treated_contacts', 'held_out_ordered', 'held_out_contacts'
        )) }} as ordered_difference_{{ bound }},
        {{ four_decimals(mean_difference_bound(
            sign, 'treated_revenue', 'treated_revenue_squares', 'treated_contacts',
            'held_out_revenue', 'held_out_revenue_squares', 'held_out_contacts'
        )) }} as revenue_difference_{{ bound }}{{ ',' if not loop.last }}
    {%- endfor %}
{%- endmacro %}


{% macro lift_columns() %}
    {{ return([
        'segment_lift_id', 'segment_id', 'horizon_days', 'first_entry_on',
        'last_entry_on', 'treated_contacts', 'held_out_contacts',
        'planned_holdout_share', 'held_out_share', 'has_ratio_mismatch',
        'treated_ordered_share', 'held_out_ordered_share', 'ordered_difference',
        'ordered_difference_low', 'ordered_difference_high',
        'treated_orders_per_contact', 'held_out_orders_per_contact',
        'treated_revenue_per_contact', 'held_out_revenue_per_contact',
        'revenue_difference', 'revenue_difference_low', 'revenue_difference_high',
        'verdict', 'as_of_on',
    ]) }}
{% endmacro %}
