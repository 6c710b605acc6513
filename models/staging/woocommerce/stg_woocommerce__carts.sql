{#
    WooCommerce keeps no carts. An order that was never paid, or whose payment
    failed, is the nearest to one: a payment that works later changes the status
    of the same order. The faults of these rows are listed with orders.
#}
with

source as (

    {{ read_source(source('woocommerce', 'orders')) }}

),

renamed as (

    select
        ---------- ids
        record_key as cart_key,
        source_system,
        source_instance,
        source_row,
        source_scope || ':' || nullif(customer_id, '0') as contact_record_key,
        cast(null as {{ dbt.type_string() }}) as recovered_order_key,

        ---------- strings
        billing_email as email,
        upper(coalesce(
            currency, '{{ var('default_currency') }}'
        )) as currency,

        ---------- numbers
        total as total_amount,

        ---------- dates and times
        coalesce(date_created_gmt, date_created) as created_at,
        cast(null as {{ dbt.type_timestamp() }}) as completed_at,

        ---------- faults
        record_id,
        cast(null as {{ dbt.type_string() }}) as bad_values,
        cast(null as {{ dbt.type_string() }}) as rejection

    from source

    where
        rejection is null
        and {{ woocommerce_status('status') }} in (
            'pending', 'failed', 'checkout-draft'
        )

)

select * from renamed
