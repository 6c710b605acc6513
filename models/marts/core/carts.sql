with

carts as (

    select * from {{ ref('int_carts__unioned') }}

),

touchpoints as (

    select
        entity_key,
        contact_id

    from {{ ref('int_touchpoints__identified') }}

    where activity_type = 'cart_created' and contact_id is not null

),

currency_aliases as (

    select * from {{ ref('currency_aliases') }}

),

exchange_rates as (

    select * from {{ ref('exchange_rates') }}

),

orders as (

    select * from {{ ref('orders') }}

),

described as (

    {# recovered: the shop says when, or the order it names is there #}
    select
        carts.cart_key,
        touchpoints.contact_id,
        carts.source_system,
        carts.source_instance,
        carts.created_at,
        cast(carts.created_at as date) as created_on,
        coalesce(carts.completed_at, orders.ordered_at) as completed_at,
        coalesce(currency_aliases.currency, carts.currency) as currency,
        carts.total_amount,
        {{ to_reporting('carts.total_amount') }} as total_amount_reporting,
        carts.completed_at is not null
        or orders.order_key is not null as is_recovered

    from carts

    inner join touchpoints
        on carts.cart_key = touchpoints.entity_key

    left join orders
        on carts.recovered_order_key = orders.order_key

    left join currency_aliases
        on lower(carts.currency) = currency_aliases.alias

    left join exchange_rates
        on
            coalesce(currency_aliases.currency, carts.currency)
            = exchange_rates.currency
            and cast(carts.created_at as date) >= exchange_rates.valid_from
            and (
                cast(carts.created_at as date) < exchange_rates.valid_to
                or exchange_rates.valid_to is null
            )

)

select * from described
