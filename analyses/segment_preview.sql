-- How large a draft would be, what each of its conditions lets through, and ten
-- of its members. The draft is a line of segment_definitions.csv, active or
-- resting, named by the variable preview_segment; docs/define_a_segment.md says how.
-- depends_on: {{ ref('rule_features') }}
-- depends_on: {{ ref('segment_definitions') }}, {{ ref('segment_rules') }}
-- depends_on: {{ ref('segment_overrides') }}, {{ ref('static_lists') }}
-- depends_on: {{ ref('behaviours') }}, {{ ref('custom_attributes') }}
{% set segment_id = var('preview_segment', '') | string | trim %}
{% set book = segment_book(also=[segment_id] if segment_id else []) %}

{% if segment_id and book.levels %}

with

evaluated_0 as (

    select * from {{ ref('rule_features') }}

),

{{ evaluated_levels(book.levels) }}

people as (

    select
        contact_id,
        lifetime_revenue,
        revenue_12m,
        case when in_{{ segment_id }} is null then 0 else 1 end as is_member

    from evaluated_{{ book.levels | length }}

),

compared as (

    {{ rule_results(book.levels, [segment_id], 'evaluated_' ~ book.levels | length) }}

),

conditions as (

    select
        compared.rule_group,
        compared.condition_number,
        compared.condition_in_words,
        people.lifetime_revenue,
        people.revenue_12m,
        case when compared.is_passed then 1 else 0 end as is_passed

    from compared

    inner join people
        on compared.contact_id = people.contact_id

),

members as (

    select
        *,
        row_number() over (
            order by {{ dbt.hash('contact_id') }}, contact_id
        ) as place

    from people

    where is_member = 1

),

stacked as (

    select
        1 as part_order,
        0 as rule_group,
        0 as place,
        'all contacts' as part,
        'not archived' as what,
        count(*) as contacts,
        sum(revenue_12m) as revenue_12m,
        sum(lifetime_revenue) as lifetime_revenue

    from people

    union all

    select
        2 as part_order,
        0 as rule_group,
        0 as place,
        'segment' as part,
        '{{ segment_id }}' as what,
        count(*) as contacts,
        coalesce(sum(revenue_12m), 0) as revenue_12m,
        coalesce(sum(lifetime_revenue), 0) as lifetime_revenue

    from members

    union all

    select
        3 as part_order,
        rule_group,
        condition_number as place,
        'condition of group ' || cast(rule_group as {{ dbt.type_string() }})
            as part,
        condition_in_words as what,
        sum(is_passed) as contacts,
        sum(is_passed * revenue_12m) as revenue_12m,
        sum(is_passed * lifetime_revenue) as lifetime_revenue

    from conditions

    group by
        rule_group,
        condition_number,
        condition_in_words

    union all

    select
        4 as part_order,
        0 as rule_group,
        place,
        'member' as part,
        contact_id as what,
        1 as contacts,
        revenue_12m,
        lifetime_revenue

    from members

    where place <= 10

)

select
    part,
    what,
    cast(contacts as integer) as contacts,
    cast(revenue_12m as {{ type_money() }}) as revenue_12m,
    cast(lifetime_revenue as {{ type_money() }}) as lifetime_revenue

from stacked

order by
    part_order,
    rule_group,
    place

{% else %}

select
    'Name a segment with the variable preview_segment, and run dbt seed before.'
        as what

{% endif %}
