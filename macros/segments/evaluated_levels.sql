{#
    CTEs evaluated_1 and so on, one a level, each over the one before: all its
    columns and in_<segment> for the segments of the level. Who matches a
    segment with a limit is first gathered in matched_<level>, as all_<segment>.
#}
{% macro evaluated_levels(levels) -%}
    {%- for level in levels -%}
    {%- set limited = level | selectattr('member_limit', 'defined')
        | selectattr('member_limit') | list -%}
    {%- set before = 'evaluated_' ~ loop.index0 -%}
    {%- if limited -%}
matched_{{ loop.index }} as (

    select
        *,
        {%- for segment in limited %}
        {{ membership_case(segment) }} as all_{{ segment.segment_id }}{{ ',' if not loop.last }}
        {%- endfor %}

    from {{ before }}

),

{% set before = 'matched_' ~ loop.index -%}
    {%- endif -%}
evaluated_{{ loop.index }} as (

    select
        *,
        {%- for segment in level %}
        {{ first_members(segment) if segment in limited else membership_case(segment) }} as in_{{ segment.segment_id }}{{ ',' if not loop.last }}
        {%- endfor %}

    from {{ before }}

),
{{- '\n\n' if not loop.last }}
    {%- endfor %}
{%- endmacro %}
