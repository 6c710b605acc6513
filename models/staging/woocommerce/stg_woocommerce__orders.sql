with

source as (

    {{ read_source(source('woocommerce', 'orders')) }}

),

refunds as (

    {{ read_source(source('woocommerce', 'order_refund')) }}

),

origins as (

    select * from {{ ref('stg_woocommerce__order_origins') }}

),

refund_totals as (

    {# written as a negative number, or as a positive one by some plugins #}
    select
        source_scope || ':' || order_id as order_key,
        sum(abs(total)) as refunded_amount

    from refunds

    where rejection is null

    group by source_scope || ':' || order_id

),

renamed as (

    select
        ---------- ids
        source.record_key as order_key,
        source.source_system,
        source.source_instance,
        source.source_row,
        source.id as source_order_id,
        source.source_scope || ':'
        || nullif(source.customer_id, '0') as contact_record_key,

        ---------- strings
        source.billing_email as email,
        'shop' as revenue_class,
        {{ woocommerce_status('source.status') }} as order_status,
        upper(coalesce(
            source.currency, '{{ var('default_currency') }}'
        )) as currency,
        source.created_via as channel,
        origins.utm_source,
        origins.utm_medium,
        origins.utm_campaign,
        origins.coupon_code,

        ---------- numbers
        source.total as total_amount,
        source.total - source.total_tax - source.shipping_total
        + source.discount_total as subtotal_amount,
        source.discount_total as discount_amount,
        source.total_tax as tax_amount,
        source.shipping_total as shipping_amount,
        cast(coalesce(refund_totals.refunded_amount, case
            when {{ woocommerce_status('source.status') }} = 'refunded'
                then source.total
            else 0
        end) as {{ type_money() }}) as refunded_amount,

        ---------- booleans
        false as is_test,

        ---------- dates and times
        coalesce(source.date_created_gmt, source.date_created) as ordered_at,

        ---------- faults
        source.record_id,
        source.bad_values,
        source.rejection

    from source

    left join refund_totals
        on source.record_key = refund_totals.order_key

    left join origins
        on source.record_key = origins.order_key

)

select * from renamed
