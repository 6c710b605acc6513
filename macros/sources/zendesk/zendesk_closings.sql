{#
    Since when tickets are closed, by the history of their fields: the first
    `solved` after they were last open; Zendesk closes them days later.
#}
{% macro zendesk_closings(history) -%}
    select
        source_scope,
        ticket_id,
        min(updated) as closed_at

    from (
        select
            source_scope,
            ticket_id,
            updated,
            value in ('solved', 'closed') as is_closed,
            max(case when value not in ('solved', 'closed') then updated end) over (
                partition by source_scope, ticket_id
            ) as last_open_at

        from (
            {{ read_source(history) }}
        ) as history

        where rejection is null and field_name = 'status'
    ) as status_changes

    where is_closed and (last_open_at is null or updated >= last_open_at)

    group by
        source_scope,
        ticket_id
{%- endmacro %}
