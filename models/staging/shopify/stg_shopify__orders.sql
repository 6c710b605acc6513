{#
    A deleted order keeps its last full row, with the status deleted. Its
    tombstone, a row with an id and nothing else, is listed as rejected.
#}
with

source as (

    {{ read_source(source('shopify', 'order')) }}

),

refunds as (

    select
        order_key,
        sum(refunded_amount) as refunded_amount

    from {{ ref('stg_shopify__refunds') }}

    group by order_key

),

origins as (

    select * from {{ ref('stg_shopify__order_origins') }}

),

tombstones as (

    select distinct record_key

    from source

    where deleted_at is not null

),

renamed as (

    select
        ---------- ids
        source.record_key as order_key,
        source.source_system,
        source.source_instance,
        source.source_row,
        source.id as source_order_id,
        source.source_scope || ':' || source.customer_id as contact_record_key,

        ---------- strings
        source.email,
        'shop' as revenue_class,
        case
            when source.is_deleted or tombstones.record_key is not null then 'deleted'
            {%- if not var('shopify__cancelled_orders_count') %}
            when source.cancelled_at is not null then 'cancelled'
            {%- endif %}
            else lower(source.financial_status)
        end as order_status,
        upper(coalesce(
            source.currency, '{{ var('default_currency') }}'
        )) as currency,
        source.source_name as channel,
        {%- for name in ['utm_source', 'utm_medium', 'utm_campaign'] %}
        coalesce(
            origins.{{ name }}, {{ url_parameter('source.landing_site', name) }}
        ) as {{ name }},
        {%- endfor %}
        origins.coupon_code,

        ---------- numbers
        source.total_price as total_amount,
        cast(coalesce(
            source.total_line_items_price,
            source.subtotal_price + coalesce(source.total_discounts, 0)
        ) as {{ type_money() }}) as subtotal_amount,
        source.total_discounts as discount_amount,
        source.total_tax as tax_amount,
        source.total_shipping as shipping_amount,
        cast(coalesce(
            refunds.refunded_amount,
            case
                when source.current_total_price < source.total_price
                    then source.total_price - source.current_total_price
                when lower(source.financial_status) = 'refunded'
                    then source.total_price
                else 0
            end
        ) as {{ type_money() }}) as refunded_amount,

        ---------- booleans
        coalesce(source.is_test, false) as is_test,

        ---------- dates and times
        coalesce(source.processed_at, source.created_at) as ordered_at,

        ---------- faults
        source.record_id,
        source.bad_values,
        {{ tombstone_rejection('total_price') }} as rejection

    from source

    left join refunds
        on source.record_key = refunds.order_key

    left join origins
        on source.record_key = origins.order_key

    left join tombstones
        on source.record_key = tombstones.record_key

)

select * from renamed
