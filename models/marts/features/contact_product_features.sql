with

order_items as (

    select * from {{ ref('order_items') }}

),

bought as (

    select
        contact_id,
        product_name,
        category,
        ordered_on,
        net_revenue

    from order_items

    where
        is_revenue
        and ordered_on <= {{ as_of_date() }}

),

products as (

    select
        contact_id,
        product_name,
        sum(net_revenue) as product_revenue,
        min(ordered_on) as first_bought_on,
        max(ordered_on) as last_bought_on

    from bought

    where product_name is not null

    group by
        contact_id,
        product_name

),

categories as (

    select distinct
        contact_id,
        category

    from bought

    where category is not null

),

chosen as (

    select distinct
        contact_id,
        first_value(product_name) over (
            partition by contact_id
            order by product_revenue desc, last_bought_on desc, product_name asc
        ) as favourite_product,
        first_value(product_name) over (
            partition by contact_id
            order by first_bought_on asc, product_revenue desc, product_name asc
        ) as first_product,
        first_value(product_name) over (
            partition by contact_id
            order by last_bought_on desc, product_revenue desc, product_name asc
        ) as last_product

    from products

),

listed_products as (

    select
        contact_id,
        {{ sorted_list("replace(product_name, ';', ',')", ';') }} as product_list

    from products

    group by contact_id

),

listed_categories as (

    select
        contact_id,
        {{ sorted_list("replace(category, ';', ',')", ';') }} as category_list

    from categories

    group by contact_id

),

buyers as (

    select distinct contact_id from bought

),

joined as (

    select
        buyers.contact_id,
        chosen.favourite_product,
        chosen.first_product,
        chosen.last_product,
        ';' || listed_products.product_list || ';' as bought_products,
        ';' || listed_categories.category_list || ';' as bought_categories

    from buyers

    left join chosen
        on buyers.contact_id = chosen.contact_id

    left join listed_products
        on buyers.contact_id = listed_products.contact_id

    left join listed_categories
        on buyers.contact_id = listed_categories.contact_id

)

select * from joined
