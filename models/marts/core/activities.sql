with

touchpoints as (

    select * from {{ ref('int_touchpoints__identified') }}

),

orders as (

    select * from {{ ref('orders') }}

),

deals as (

    select * from {{ ref('deals') }}

),

carts as (

    select * from {{ ref('carts') }}

),

stacked as (

    select
        touchpoints.activity_key,
        touchpoints.contact_id,
        touchpoints.activity_type,
        touchpoints.occurred_at,
        touchpoints.source_system,
        touchpoints.channel,
        touchpoints.detail_name,
        touchpoints.detail_url,
        touchpoints.value

    from touchpoints

    where
        touchpoints.contact_id is not null
        and touchpoints.activity_type != 'cart_created'

    union all

    select
        cart_key || ':cart_created' as activity_key,
        contact_id,
        'cart_created' as activity_type,
        created_at as occurred_at,
        source_system,
        'web' as channel,
        cast(null as {{ dbt.type_string() }}) as detail_name,
        cast(null as {{ dbt.type_string() }}) as detail_url,
        total_amount_reporting as value

    from carts

    union all

    select
        order_key || ':order' as activity_key,
        contact_id,
        case
            when is_revenue then 'order_placed' else 'order_other'
        end as activity_type,
        ordered_at as occurred_at,
        source_system,
        channel,
        order_status as detail_name,
        cast(null as {{ dbt.type_string() }}) as detail_url,
        net_revenue as value

    from orders

    where not is_test

    union all

    {% for event, moment, condition in [
        ("'opened'", 'created_at', 'true'),
        ('deal_status', 'coalesce(closed_at, created_at)', "deal_status in ('won', 'lost')")
    ] %}

    select
        deal_key || ':deal_' || {{ event }} as activity_key,
        contact_id,
        'deal_' || {{ event }} as activity_type,
        {{ moment }} as occurred_at,
        source_system,
        cast(null as {{ dbt.type_string() }}) as channel,
        pipeline as detail_name,
        cast(null as {{ dbt.type_string() }}) as detail_url,
        amount_reporting as value

    from deals

    where contact_id is not null and {{ condition }}

    {{ 'union all' if not loop.last }}

    {% endfor %}

),

dated as (

    select
        *,
        cast(occurred_at as date) as occurred_on

    from stacked

)

select * from dated
