-- An order is in orders, or in rejected_records because nobody knows who
-- placed it; never in both, never in neither.
with

conformed as (

    select order_key from {{ ref('int_orders__unioned') }}

),

known as (

    select order_key from {{ ref('orders') }}

),

listed as (

    select record_id as order_key

    from {{ ref('rejected_records') }}

    where stage = 'identity' and source_table = 'orders'

)

select
    conformed.order_key,
    known.order_key is not null as is_in_orders,
    listed.order_key is not null as is_in_rejected_records

from conformed

left join known
    on conformed.order_key = known.order_key

left join listed
    on conformed.order_key = listed.order_key

where
    (known.order_key is null and listed.order_key is null)
    or (known.order_key is not null and listed.order_key is not null)
