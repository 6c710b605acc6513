{#
    A select of every record of the CTE `records` with `component_key`, the key
    of the first of all records that are connected with it, through whatever
    chain of the CTE `links`. Records whose values in `link_columns` are the same
    are linked.

    First each record looks at those it shares something with. What is not yet
    one then is a graph of few nodes, which is contracted by rounds of a large
    star (greater neighbours hang on to the least one) and a small star (lesser
    ones do; Kiveris et al. 2014, Connected Components in MapReduce and Beyond).
    A round halves the longest chain: twenty follow one of a million records.
    Linear in the number of links, no joins, and nothing to do for what is done.
#}
{% macro connected(record, link_columns) -%}
{%- set rounds = 20 -%}
{%- set link = link_columns | join(', ') -%}
{%- set as_stored = 'as ' ~ materialized() -%}

counted as (

    select
        {{ record }},
        {{ link }},
        min({{ record }}) over (partition by {{ link }}) as first_key,
        count(*) over (partition by {{ link }}) as record_count

    from links

),

near {{ as_stored }} (

    select
        {{ record }},
        {{ link }},
        min(first_key) over (partition by {{ record }}) as near_key

    from counted

    where record_count > 1

),

touching as (

    select
        near_key,
        min(near_key) over (partition by {{ link }}) as least_key

    from near

),

edges_0 {{ as_stored }} (

    select distinct
        near_key as upper_key,
        least_key as lower_key

    from touching

    where near_key != least_key

),

sides as (

    select 1 as side

    union all

    select 2 as side

),

{% for round in range(1, rounds + 1) %}
both_ways_{{ round }} as (

    select
        case sides.side when 1 then edges.upper_key else edges.lower_key end
            as node_key,
        case sides.side when 1 then edges.lower_key else edges.upper_key end
            as neighbour_key

    from edges_{{ round - 1 }} as edges

    cross join sides

),

neighbours_{{ round }} as (

    select
        node_key,
        neighbour_key,
        least(
            node_key, min(neighbour_key) over (partition by node_key)
        ) as least_key

    from both_ways_{{ round }}

),

large_star_{{ round }} {{ as_stored }} (

    select distinct
        neighbour_key as upper_key,
        least_key as lower_key

    from neighbours_{{ round }}

    where neighbour_key > node_key

),

lesser_{{ round }} as (

    select
        upper_key,
        lower_key,
        min(lower_key) over (partition by upper_key) as least_key

    from large_star_{{ round }}

),

{# small star #}
edges_{{ round }} {{ as_stored }} (

    select distinct
        case sides.side when 1 then lesser.upper_key else lesser.lower_key end
            as upper_key,
        lesser.least_key as lower_key

    from lesser_{{ round }} as lesser

    cross join sides

    where sides.side = 1 or lesser.lower_key != lesser.least_key

),

{% endfor %}
roots as (

    select
        upper_key,
        min(lower_key) as root_key

    from edges_{{ rounds }}

    group by upper_key

),

near_keys as (

    select distinct
        {{ record }},
        near_key

    from near

)

select
    records.{{ record }},
    coalesce(roots.root_key, near_keys.near_key, records.{{ record }})
        as component_key

from records

left join near_keys
    on records.{{ record }} = near_keys.{{ record }}

left join roots
    on near_keys.near_key = roots.upper_key
{%- endmacro %}
