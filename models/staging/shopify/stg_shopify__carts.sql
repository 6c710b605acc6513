with

source as (

    {{ read_source(source('shopify', 'abandoned_checkout')) }}

),

orders as (

    {{ read_source(source('shopify', 'order')) }}

),

recovering_orders as (

    {# one checkout makes one order; should there be two, the first counts #}
    select
        source_scope,
        checkout_token,
        min(record_key) as order_key

    from orders

    where rejection is null and checkout_token is not null

    group by
        source_scope,
        checkout_token

),

renamed as (

    select
        ---------- ids
        source.record_key as cart_key,
        source.source_system,
        source.source_instance,
        source.source_row,
        source.source_scope || ':' || source.customer_id as contact_record_key,
        recovering_orders.order_key as recovered_order_key,

        ---------- strings
        source.email,
        upper(coalesce(
            source.currency, '{{ var('default_currency') }}'
        )) as currency,

        ---------- numbers
        source.total_price as total_amount,

        ---------- dates and times
        source.created_at,
        source.completed_at,

        ---------- faults
        source.record_id,
        source.bad_values,
        {{ rejected_when([
            ['source.is_deleted', 'is_deleted', 'deleted in its system'],
        ]) }} as rejection

    from source

    left join recovering_orders
        on source.source_scope = recovering_orders.source_scope
            and source.token = recovering_orders.checkout_token

)

select * from renamed
