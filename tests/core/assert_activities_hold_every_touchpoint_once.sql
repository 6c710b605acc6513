-- Counting what happened: activities come from touchpoints of known contacts,
-- orders that are no test, and two moments of a deal; none lost, none doubled.
with

made as (

    select count(*) as activity_count

    from {{ ref('int_touchpoints__identified') }}

    where contact_id is not null

    union all

    select count(*) as activity_count

    from {{ ref('orders') }}

    where not is_test

    union all

    select
        coalesce(
            sum(case when deal_status in ('won', 'lost') then 2 else 1 end), 0
        ) as activity_count

    from {{ ref('deals') }}

    where contact_id is not null

),

expected as (

    select sum(activity_count) as expected_count from made

),

counted as (

    select count(*) as activity_count from {{ ref('activities') }}

)

select
    expected.expected_count,
    counted.activity_count

from expected

cross join counted

where expected.expected_count != counted.activity_count
