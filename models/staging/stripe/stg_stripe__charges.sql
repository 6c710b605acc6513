{#
    An invoice is paid by a charge, so one sale is both. With the variable
    stripe__order_grain on invoice only the charges that pay none are orders.
#}
with

source as (

    {{ read_source(source('stripe', 'charge')) }}

),

renamed as (

    select
        ---------- ids
        record_key as order_key,
        source_system,
        source_instance,
        source_row,
        id as source_order_id,
        source_scope || ':' || customer_id as contact_record_key,

        ---------- strings
        email,
        'billing' as revenue_class,
        case
            when status = 'succeeded' and not coalesce(captured, true)
                then 'authorized'
            else status
        end as order_status,
        upper(currency) as currency,
        cast(null as {{ dbt.type_string() }}) as channel,
        cast(null as {{ dbt.type_string() }}) as utm_source,
        cast(null as {{ dbt.type_string() }}) as utm_medium,
        cast(null as {{ dbt.type_string() }}) as utm_campaign,
        cast(null as {{ dbt.type_string() }}) as coupon_code,

        ---------- numbers
        {{ stripe_amount('amount', 'currency') }} as total_amount,
        cast(null as {{ type_money() }}) as subtotal_amount,
        cast(null as {{ type_money() }}) as discount_amount,
        cast(null as {{ type_money() }}) as tax_amount,
        cast(null as {{ type_money() }}) as shipping_amount,
        {{ stripe_amount('coalesce(amount_refunded, 0)', 'currency') }} as refunded_amount,

        ---------- booleans
        not coalesce(livemode, true) as is_test,

        ---------- dates and times
        created as ordered_at,

        ---------- faults
        record_id,
        bad_values,
        rejection

    from source

    {% if var('stripe__order_grain') == 'invoice' %}
    where invoice_id is null or rejection is not null
    {% endif %}

)

select * from renamed
