{#
    What a refund paid back, in the currency of the shop: as GraphQL says it,
    else the lines taken back less the corrections (paid-back shipping is a
    negative one), else the money that moved, which may be in another currency.
#}
with

source as (

    {{ read_source(source('shopify', 'refund')) }}

),

refund_lines as (

    {{ read_source(source('shopify', 'order_line_refund')) }}

),

adjustments as (

    {{ read_source(source('shopify', 'order_adjustment')) }}

),

transactions as (

    {{ read_source(source('shopify', 'transaction')) }}

),

line_totals as (

    select
        source_scope,
        refund_id,
        sum(subtotal + coalesce(total_tax, 0)) as amount

    from refund_lines

    where rejection is null

    group by
        source_scope,
        refund_id

),

adjustment_totals as (

    select
        source_scope,
        refund_id,
        sum(amount + coalesce(tax_amount, 0)) as amount

    from adjustments

    where rejection is null

    group by
        source_scope,
        refund_id

),

transaction_totals as (

    select
        source_scope,
        refund_id,
        sum(amount) as amount

    from transactions

    where
        rejection is null
        and lower(kind) = 'refund'
        and lower(status) = 'success'

    group by
        source_scope,
        refund_id

),

added as (

    select
        source.record_key as refund_key,
        source.source_scope || ':' || source.order_id as order_key,
        cast(case
            when source.total_refunded is not null then source.total_refunded
            when coalesce(line_totals.amount, adjustment_totals.amount) is not null
                then coalesce(line_totals.amount, 0)
                    - coalesce(adjustment_totals.amount, 0)
            else transaction_totals.amount
        end as {{ type_money() }}) as refunded_amount

    from source

    left join line_totals
        on source.source_scope = line_totals.source_scope
            and source.id = line_totals.refund_id

    left join adjustment_totals
        on source.source_scope = adjustment_totals.source_scope
            and source.id = adjustment_totals.refund_id

    left join transaction_totals
        on source.source_scope = transaction_totals.source_scope
            and source.id = transaction_totals.refund_id

    where source.rejection is null

)

select * from added
