{#
    The number of the first rule group that a contact matches, 0 when it is
    included by hand; null for none, and for who is excluded by hand.
#}
{% macro membership_case(segment) -%}
    case
        {%- if segment.has_exclusions %}
            when {{ holds_entry('excluded_from', segment.segment_id) }} then null
        {%- endif %}
        {%- if segment.has_inclusions %}
            when {{ holds_entry('included_in', segment.segment_id) }} then 0
        {%- endif %}
        {%- for group in segment.rule_groups.values() | sort(attribute='number') %}
            when {{ group_sql(group) }} then {{ group.number }}
        {%- endfor %}
        end
{%- endmacro %}


{% macro holds_entry(list, entry) -%}
    {{ return(modules.re.sub(
        '\\s+', ' ', dbt.position("';" ~ entry ~ ";'", list)
    ) | trim ~ ' > 0') }}
{%- endmacro %}


{# Who does not match the group is in its negation, the unknown included. #}
{% macro group_sql(group) -%}
    {%- set conditions = group.sql | join('\n                and ') -%}
    {%- if group.is_negated -%}
        not coalesce({{ conditions }}, false)
    {%- else -%}
        {{ conditions }}
    {%- endif -%}
{%- endmacro %}


{% macro group_words(group) -%}
    {%- set conditions = group.words | map('trim') | join(' and ') -%}
    {{ return('not (' ~ conditions ~ ')' if group.is_negated else conditions) }}
{%- endmacro %}


{#
    Of all who match, the first by limit_by; who is included by hand comes
    before, who has no value last, and of equal ones the lower contact_id.
#}
{% macro first_members(segment) -%}
    {%- set matched = 'all_' ~ segment.segment_id -%}
    case
            when row_number() over (
                order by
                    case when {{ matched }} is null then 1 else 0 end asc,
                    {%- if segment.has_inclusions %}
                    case when {{ matched }} = 0 then 0 else 1 end asc,
                    {%- endif %}
                    {{ segment.limit_by }} {{ 'asc' if segment.limit_keeps == 'lowest' else 'desc' }} nulls last,
                    contact_id asc
            ) <= {{ segment.member_limit }} then {{ matched }}
        end
{%- endmacro %}


{# 'vip:1;loyal:2;' for a contact in two segments, '' for one in none. #}
{% macro matches_in_one_text(segments) -%}
    concat(
            '',
            {%- for segment in segments %}
            coalesce('{{ segment.segment_id }}:' || cast(in_{{ segment.segment_id }} as {{ dbt.type_string() }}) || ';', ''),
            {%- endfor %}
            ''
        )
{%- endmacro %}
