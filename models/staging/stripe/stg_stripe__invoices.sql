{#
    Orders only with the variable stripe__order_grain on invoice; else every
    sale is counted by its charge. What was paid back is known by charge.
#}
with

source as (

    {{ read_source(source('stripe', 'invoice')) }}

),

charges as (

    {{ read_source(source('stripe', 'charge')) }}

),

refunds as (

    select
        source_scope,
        invoice_id,
        sum(amount_refunded) as amount_refunded

    from charges

    where
        rejection is null
        and invoice_id is not null
        and status = 'succeeded'

    group by
        source_scope,
        invoice_id

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
        source.customer_email as email,
        'billing' as revenue_class,
        case
            when source.is_deleted then 'deleted'
            else source.status
        end as order_status,
        upper(source.currency) as currency,
        source.billing_reason as channel,
        cast(null as {{ dbt.type_string() }}) as utm_source,
        cast(null as {{ dbt.type_string() }}) as utm_medium,
        cast(null as {{ dbt.type_string() }}) as utm_campaign,
        cast(null as {{ dbt.type_string() }}) as coupon_code,

        ---------- numbers
        {{ stripe_amount('source.total', 'source.currency') }} as total_amount,
        {{ stripe_amount('source.subtotal', 'source.currency') }} as subtotal_amount,
        cast(null as {{ type_money() }}) as discount_amount,
        {{ stripe_amount('source.tax', 'source.currency') }} as tax_amount,
        cast(null as {{ type_money() }}) as shipping_amount,
        {{ stripe_amount(
            'coalesce(refunds.amount_refunded, 0)', 'source.currency'
        ) }} as refunded_amount,

        ---------- booleans
        not coalesce(source.livemode, true) as is_test,

        ---------- dates and times
        coalesce(source.paid_at, source.created) as ordered_at,

        ---------- faults
        source.record_id,
        source.bad_values,
        source.rejection

    from source

    left join refunds
        on source.source_scope = refunds.source_scope
            and source.id = refunds.invoice_id

    where
        {{ 'true' if var('stripe__order_grain') == 'invoice'
            else 'source.rejection is not null' }}

)

select * from renamed
