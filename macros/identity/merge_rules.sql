{#
    CTEs of `registered`, the last of them `merge_rules`: the rules that tie the
    records of an id that was merged to others of their cluster.
#}
{% macro merge_rules(record) -%}
merged_clusters as (

    select distinct cluster_key from changed where change_type = 'merge'

),

tied as (

    select
        moved.cluster_key,
        moved.held_id,
        links.rule,
        count(*) over (
            partition by moved.cluster_key, links.rule, links.link_key
        ) as id_count

    from moved

    inner join merged_clusters
        on moved.cluster_key = merged_clusters.cluster_key

    inner join links
        on moved.{{ record }} = links.{{ record }}

    group by
        moved.cluster_key,
        moved.held_id,
        links.rule,
        links.link_key

),

merge_rules as (

    select
        held_id,
        {{ sorted_list('rule', ', ') }} as rule

    from (
        select distinct held_id, rule from tied where id_count > 1
    ) as tying_rules

    group by held_id

)
{%- endmacro %}
