{#
    One row a segment and kind of contact, entering, leaving or staying, with
    what they brought; and of those that enter or leave the first by revenue.
#}
{% macro segment_diff_sql(sides, sample_size) -%}
with

{% for name, side in sides.items() %}
{{ name }}_listed as (

    {{ listed_matches(side.book, side.lines) }}

),

{{ name }}_parted as (

    select
        contact_id,
        {{ split_to_rows('matches', "';'") }} as segment_match

    from {{ name }}_listed

),

{{ name }}_matches as (

    select
        {{ part_of('segment_match', "':'", 1) }} as segment_id,
        contact_id

    from {{ name }}_parted

    where segment_match != ''

),

{{ name }}_segments as (

    {{ literal_rows(side.book.segments, {
        'segment_id': dbt.type_string(),
        'exclusive_group': dbt.type_string(),
        'priority': 'integer',
    }) }}

),

{{ name }}_members as (

    select
        matches.segment_id,
        matches.contact_id,
        case
            when
                segments.exclusive_group is null
                or row_number() over (
                    partition by matches.contact_id, segments.exclusive_group
                    order by segments.priority, segments.segment_id
                ) = 1
                then 1
            else 0
        end as is_primary

    from {{ name }}_matches as matches

    inner join {{ name }}_segments as segments
        on matches.segment_id = segments.segment_id

),
{% endfor %}

compared as (

    select
        coalesce(after_members.segment_id, before_members.segment_id)
            as segment_id,
        coalesce(after_members.contact_id, before_members.contact_id)
            as contact_id,
        case
            when before_members.contact_id is null then 'enters'
            when after_members.contact_id is null then 'leaves'
            else 'stays'
        end as movement,
        coalesce(before_members.is_primary, 0) as was_primary,
        coalesce(after_members.is_primary, 0) as is_primary

    from before_members

    full join after_members
        on
            before_members.segment_id = after_members.segment_id
            and before_members.contact_id = after_members.contact_id

),

valued as (

    select
        compared.*,
        features.revenue_12m,
        features.lifetime_revenue,
        row_number() over (
            partition by compared.segment_id, compared.movement
            order by
                features.revenue_12m desc,
                features.lifetime_revenue desc,
                compared.contact_id asc
        ) as place

    from compared

    inner join {{ ref('contact_features') }} as features
        on compared.contact_id = features.contact_id

)

select
    segment_id,
    movement,
    cast(null as {{ dbt.type_string() }}) as contact_id,
    count(*) as contacts,
    sum(was_primary) as primary_before,
    sum(is_primary) as primary_after,
    sum(revenue_12m) as revenue_12m,
    sum(lifetime_revenue) as lifetime_revenue,
    0 as place

from valued

group by
    segment_id,
    movement

union all

select
    segment_id,
    movement,
    contact_id,
    1 as contacts,
    was_primary as primary_before,
    is_primary as primary_after,
    revenue_12m,
    lifetime_revenue,
    place

from valued

where movement != 'stays' and place <= {{ sample_size }}

order by
    segment_id,
    movement,
    place
{%- endmacro %}
