with

source as (

    {{ read_source(source('csv', 'orders')) }}

),

renamed as (

    select
        ---------- ids
        record_key as order_key,
        source_system,
        source_instance,
        source_row,
        order_id as source_order_id,
        source_scope || ':' || contact_id as contact_record_key,

        ---------- strings
        email,
        'shop' as revenue_class,
        status as order_status,
        upper(coalesce(currency, '{{ var('default_currency') }}')) as currency,
        channel,
        utm_source,
        utm_medium,
        utm_campaign,
        coupon_code,

        ---------- numbers
        total_amount,
        subtotal_amount,
        discount_amount,
        tax_amount,
        shipping_amount,
        coalesce(refunded_amount, 0) as refunded_amount,

        ---------- booleans
        coalesce(is_test, false) as is_test,

        ---------- dates and times
        ordered_at,

        ---------- faults
        record_id,
        bad_values,
        rejection

    from source

)

select * from renamed
