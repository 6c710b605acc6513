{#
    In a CRM that keeps no orders a deal won is the sale. Where a system keeps
    both, its orders are what was sold, and its deals are how it came to that.
#}
with

deals as (

    select * from {{ ref('int_deals__identified') }}

),

value_maps as (

    select * from {{ ref('value_maps') }}

),

sold as (

    select
        deals.deal_key as order_key,
        deals.source_system,
        deals.source_instance,
        deals.source_row,
        deals.source_deal_id as source_order_id,
        deals.contact_record_key,
        deals.contact_id,
        deals.currency,
        deals.amount as total_amount,
        {# won and never said when: no later than it was noted #}
        coalesce(deals.closed_at, deals.created_at) as ordered_at

    from deals

    inner join value_maps as statuses
        on
            statuses.value_set = 'deal_status'
            and lower(deals.deal_status) = statuses.raw_value
            and statuses.value = 'won'

    where
        {# of a deal without one of them there is no sale to count #}
        deals.contact_id is not null
        and deals.amount is not null
        and coalesce(deals.closed_at, deals.created_at) is not null
        and deals.source_system in (
            {%- for system in systems_without_orders() %}
            '{{ system }}'{{ ',' if not loop.last }}
            {%- endfor %}
        )

)

select * from sold
