with

deals as (

    select * from {{ ref('deals') }}

),

{# a deal closed after the as-of date was open on it #}
deal_states as (

    select
        contact_id,
        amount_reporting,
        case
            when deal_status = 'open' or closed_on > {{ as_of_date() }} then 1
            else 0
        end as is_open,
        case
            when
                deal_status = 'won'
                and coalesce(closed_on, created_on) <= {{ as_of_date() }}
                then 1
            else 0
        end as is_won

    from deals

    where
        contact_id is not null
        and created_on <= {{ as_of_date() }}

),

totals as (

    select
        contact_id,
        cast(sum(is_open) as integer) as open_deal_count,
        cast(coalesce(sum(is_open * amount_reporting), 0) as {{ type_money() }})
            as open_deal_amount,
        cast(sum(is_won) as integer) as won_deal_count

    from deal_states

    group by contact_id

)

select * from totals
