-- depends_on: {{ ref('behaviour_features') }}
-- Finer than contact_activity_days, hence only for the types of activity that a
-- declared behaviour filters by channel, detail, category or address.
{% set detailed_types = detailed_activity_types(behaviour_features()) %}

with

activities as (

    select * from {{ ref('activities') }}

),

order_items as (

    select * from {{ ref('order_items') }}

),

stacked as (

    select
        contact_id,
        occurred_on as activity_on,
        activity_type,
        channel,
        detail_name,
        cast(null as {{ dbt.type_string() }}) as category,
        detail_url,
        value

    from activities

    union all

    select
        contact_id,
        ordered_on as activity_on,
        'item_bought' as activity_type,
        cast(null as {{ dbt.type_string() }}) as channel,
        product_name as detail_name,
        category,
        cast(null as {{ dbt.type_string() }}) as detail_url,
        net_revenue as value

    from order_items

    where is_revenue

),

counted as (

    select
        contact_id,
        activity_on,
        activity_type,
        channel,
        detail_name,
        category,
        detail_url,
        cast(count(*) as {{ dbt.type_bigint() }}) as activity_count,
        cast(coalesce(sum(value), 0) as {{ type_money() }}) as value_total

    from stacked

    where
        contact_id is not null
        and activity_on <= {{ as_of_date() }}
        and activity_type in ({{ detailed_types }})

    group by
        contact_id,
        activity_on,
        activity_type,
        channel,
        detail_name,
        category,
        detail_url

)

select * from counted
