{#
    Tickets that were merged into another. Zendesk tags them; where tags are not
    synced, some tickets list what was merged, and whichever of the two has the
    list, one of them is left.
#}
{% macro zendesk_merged_away(tags, lists) -%}
    select
        source_scope,
        ticket_id

    from (
        {{ read_source(tags) }}
    ) as tags

    where rejection is null and tag = 'closed_by_merge'

    union distinct

    select
        lists.source_scope,
        lists.ticket_id

    from (
        {{ read_source(lists) }}
    ) as lists

    left join (
        {{ read_source(tags) }}
    ) as tags
        on
            lists.source_scope = tags.source_scope
            and lists.listed_by_id = tags.ticket_id
            and tags.tag = 'closed_by_merge'

    where lists.rejection is null and tags.ticket_id is null
{%- endmacro %}
