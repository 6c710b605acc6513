with

orders as (

    select * from {{ ref('int_orders__identified') }}

),

value_maps as (

    select * from {{ ref('value_maps') }}

),

order_statuses as (

    select * from {{ ref('order_statuses') }}

),

currency_aliases as (

    select * from {{ ref('currency_aliases') }}

),

exchange_rates as (

    select * from {{ ref('exchange_rates') }}

),

mapped as (

    {# a file without a status column lists orders that were paid #}
    select
        orders.*,
        cast(orders.ordered_at as date) as ordered_on,
        case
            when orders.order_status is null then 'completed'
            else coalesce(statuses.value, 'other')
        end as mapped_status,
        coalesce(currency_aliases.currency, orders.currency)
            as currency_code,
        orders.total_amount - orders.refunded_amount as net_amount

    from orders

    left join currency_aliases
        on lower(orders.currency) = currency_aliases.alias

    left join value_maps as statuses
        on
            statuses.value_set = 'order_status'
            and lower(orders.order_status) = statuses.raw_value

    where orders.contact_id is not null

),

judged as (

    select
        mapped.*,
        order_statuses.counts_as_revenue
        and not mapped.is_test
        and mapped.net_amount > 0 as may_count,
        {{ revenue_rank('mapped.revenue_class') }} as revenue_rank

    from mapped

    inner join order_statuses
        on mapped.mapped_status = order_statuses.order_status

),

first_class as (

    select min(revenue_rank) as revenue_rank

    from judged

    where may_count

),

counted as (

    {# a sale of the shop is billed, and noted in the CRM: it counts once #}
    select
        judged.*,
        judged.may_count
        and coalesce(
            judged.revenue_rank = first_class.revenue_rank, false
        ) as is_revenue

    from judged

    cross join first_class

),

converted as (

    select
        ---------- ids
        counted.order_key,
        counted.contact_id,
        counted.contact_record_key,
        counted.source_system,
        counted.source_instance,
        counted.source_order_id,
        counted.revenue_class,

        ---------- when and how
        counted.ordered_at,
        counted.ordered_on,
        counted.mapped_status as order_status,
        counted.is_test,
        counted.is_revenue,
        counted.channel,
        counted.coupon_code,
        counted.utm_source,
        counted.utm_medium,
        counted.utm_campaign,

        ---------- money in the currency of the order
        counted.currency_code as currency,
        counted.total_amount,
        counted.subtotal_amount,
        counted.discount_amount,
        counted.refunded_amount,
        counted.net_amount,

        ---------- money in the reporting currency
        exchange_rates.rate_to_reporting,
        {{ to_reporting('counted.net_amount', 'counted.is_revenue') }}
            as net_revenue,
        {{ to_reporting('counted.total_amount', 'counted.is_revenue') }}
            as gross_revenue,
        {{ to_reporting('counted.refunded_amount', 'counted.is_revenue') }}
            as refunded_revenue,
        {{ to_reporting('coalesce(counted.discount_amount, 0)', 'counted.is_revenue') }}
            as discount_revenue

    from counted

    left join exchange_rates
        on
            counted.currency_code = exchange_rates.currency
            and counted.ordered_on >= exchange_rates.valid_from
            and (
                counted.ordered_on < exchange_rates.valid_to
                or exchange_rates.valid_to is null
            )

)

select * from converted
