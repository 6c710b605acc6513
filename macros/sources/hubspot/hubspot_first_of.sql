{#
    From a table of pairs: the first `member` of each `group_id`, in the order of
    ids, or of those for which `preferred` holds when there are any. An
    association with two labels is two rows there.
#}
{% macro hubspot_first_of(pairs, group_id, member, preferred='true') -%}
    select
        source_scope,
        {{ group_id }},
        coalesce(
            min(case when {{ preferred }} then {{ member }} end),
            min({{ member }})
        ) as {{ member }}

    from (
        {{ read_source(pairs) }}
    ) as pairs

    where rejection is null

    group by
        source_scope,
        {{ group_id }}
{%- endmacro %}
