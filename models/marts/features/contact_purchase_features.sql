with

orders as (

    select * from {{ ref('orders') }}

),

order_items as (

    select * from {{ ref('order_items') }}

),

{# an order paid back in full brought no revenue, but it was sold #}
sold as (

    select
        contact_id,
        net_revenue,
        case when is_revenue then ordered_on end as bought_on,
        case when is_revenue then {{ season_of('ordered_on') }} end as season,
        case when is_revenue then 1 else 0 end as is_bought,
        case when refunded_amount > 0 then 1 else 0 end as is_refunded,
        case
            when is_revenue and discount_amount > 0 then 1 else 0
        end as is_discounted

    from orders

    where
        ordered_on <= {{ as_of_date() }}
        and (is_revenue or (refunded_amount > 0 and not is_test))

),

totals as (

    select
        contact_id,
        sum(is_bought) as order_count,
        count(distinct bought_on) as order_day_count,
        min(bought_on) as first_order_on,
        max(bought_on) as last_order_on,
        count(distinct season) as seasons_bought,
        sum(net_revenue) as lifetime_revenue,
        sum(is_refunded) as refunded_count,
        sum(is_discounted) as discounted_count,
        count(*) as sold_count

    from sold

    group by contact_id

),

categories as (

    select
        contact_id,
        category,
        sum(net_revenue) as category_revenue,
        min(ordered_on) as first_bought_on,
        max(ordered_on) as last_bought_on

    from order_items

    where
        is_revenue
        and category is not null
        and ordered_on <= {{ as_of_date() }}

    group by
        contact_id,
        category

),

chosen_categories as (

    select distinct
        contact_id,
        first_value(category) over (
            partition by contact_id
            order by category_revenue desc, last_bought_on desc, category asc
        ) as favourite_category,
        first_value(category) over (
            partition by contact_id
            order by last_bought_on desc, category_revenue desc, category asc
        ) as last_category,
        first_value(category) over (
            partition by contact_id
            order by first_bought_on asc, category_revenue desc, category asc
        ) as first_category

    from categories

),

summed_up as (

    select
        totals.contact_id,
        cast(totals.order_count as integer) as order_count,
        cast(totals.order_day_count as integer) as order_day_count,
        totals.first_order_on,
        totals.last_order_on,
        {{ days_to_anniversary('totals.first_order_on') }}
            as days_to_order_anniversary,
        cast(totals.seasons_bought as integer) as seasons_bought,
        cast(totals.lifetime_revenue as {{ type_money() }}) as lifetime_revenue,
        {{ rounded_ratio('totals.lifetime_revenue', 'totals.order_count') }}
            as average_order_value,
        {{ rounded_ratio('totals.refunded_count', 'totals.sold_count') }}
            as refunded_share,
        {{ rounded_ratio('totals.discounted_count', 'totals.order_count') }}
            as discount_share,
        chosen_categories.favourite_category,
        chosen_categories.last_category,
        chosen_categories.first_category

    from totals

    left join chosen_categories
        on totals.contact_id = chosen_categories.contact_id

)

select * from summed_up
