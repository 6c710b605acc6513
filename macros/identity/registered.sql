{#
    The rows by which a registry of ids grows: every record of today that has no
    id yet, and every record, of today or not, whose id changes. The query reads
    three CTEs of its model:

    - clusters: today's records, `cluster_key` (the key of one of them),
      `component_key` (the same for clusters that are kept apart by hand only) and
      `created_at`
    - links: the record, `rule` and `link_key`; records with the same two are
      linked
    - registry: the registry as it was, see registry_before

    An id that two clusters claim stays with the larger part, then the older
    one. Of the ids that a cluster may keep the oldest survives. A first id is
    the hash of the cluster's key; that of a part that was split off also counts
    the ids its record has had, so that no id is ever given twice.
#}
{% macro registered(record, id) -%}

registrations as (

    select
        *,
        min(registered_on) over (partition by {{ id }}) as issued_on,
        row_number() over (
            partition by {{ record }} order by registration_number desc
        ) as newest_first

    from registry

),

placed as (

    select
        coalesce(clusters.{{ record }}, registrations.{{ record }}) as {{ record }},
        clusters.cluster_key,
        clusters.component_key,
        clusters.created_at,
        registrations.{{ id }} as held_id,
        registrations.issued_on,
        registrations.registered_on,
        coalesce(registrations.registration_number, 0) + 1 as next_number

    from clusters

    full outer join (select * from registrations where newest_first = 1) as registrations
        on clusters.{{ record }} = registrations.{{ record }}

),

{# the records of one id that are in one cluster #}
parts as (

    select
        cluster_key,
        held_id,
        min(component_key) as component_key,
        min(issued_on) as issued_on,
        min(created_at) as created_at,
        row_number() over (
            partition by held_id
            order by
                count(*) desc,
                min(registered_on) asc,
                min(created_at) asc nulls last,
                cluster_key asc
        ) as part_rank

    from placed

    where cluster_key is not null and held_id is not null

    group by
        cluster_key,
        held_id

),

claims as (

    select
        cluster_key,
        component_key,
        held_id,
        first_value(held_id) over (
            partition by cluster_key
            order by issued_on asc, created_at asc nulls last, held_id asc
        ) as surviving_id

    from parts

    where part_rank = 1

),

{# an id that does not survive takes its absent records along #}
moved as (

    select
        placed.{{ record }},
        placed.cluster_key,
        placed.next_number,
        placed.held_id,
        case
            when placed.cluster_key is null then own_claims.surviving_id
            else coalesce(cluster_claims.surviving_id, {{ dbt.hash(
                "case when leaders.next_number > 1 then '#' "
                ~ "|| cast(leaders.next_number as " ~ dbt.type_string() ~ ") || ' ' "
                ~ "else '' end || leaders." ~ record
            ) }})
        end as new_id,
        own_claims.surviving_id as merged_into_id,
        placed.component_key = own_claims.component_key as is_kept_apart

    from placed

    left join placed as leaders
        on placed.cluster_key = leaders.{{ record }}

    left join (select distinct cluster_key, surviving_id from claims) as cluster_claims
        on placed.cluster_key = cluster_claims.cluster_key

    left join claims as own_claims
        on placed.held_id = own_claims.held_id

),

changed as (

    select
        {{ record }},
        cluster_key,
        next_number,
        held_id,
        new_id,
        is_kept_apart,
        case
            when held_id is null then 'new'
            when new_id = merged_into_id then 'merge'
            else 'split'
        end as change_type

    from moved

    where new_id is not null and (held_id is null or held_id != new_id)

),

{{ merge_rules(record) }}

select
    changed.{{ record }} || ' #'
    || cast(changed.next_number as {{ dbt.type_string() }}) as registration_key,
    changed.{{ record }},
    changed.next_number as registration_number,
    changed.new_id as {{ id }},
    changed.held_id as previous_{{ id }},
    changed.change_type,
    case changed.change_type
        when 'merge' then coalesce(merge_rules.rule, 'former_guest')
        when 'split'
            then
                case
                    when changed.is_kept_apart then 'never_join'
                    else 'no_link'
                end
    end as rule,
    {{ as_of_date() }} as registered_on

from changed

left join merge_rules
    on
        changed.change_type = 'merge'
        and changed.held_id = merge_rules.held_id
{%- endmacro %}
