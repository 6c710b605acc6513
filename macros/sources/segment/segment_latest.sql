{#
    Of the calls in a table of Segment that name a `member`, the `value` of the
    latest: the group a user is in, the id a user has got.
#}
{% macro segment_latest(calls, member, value) -%}
    select
        source_scope,
        {{ member }} as member_id,
        {{ value }} as latest_value

    from (
        select
            calls.*,
            row_number() over (
                partition by source_scope, {{ member }}
                order by occurred_at desc, id asc
            ) as newest_first

        from ({{ read_source(calls) }}) as calls

        where
            rejection is null
            and {{ member }} is not null
            and {{ member }} != {{ value }}
    ) as ranked_calls

    where newest_first = 1
{%- endmacro %}
