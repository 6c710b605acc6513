with

deals as (

    select * from {{ ref('deals') }}

),

{# a deal closed after the as-of date was open on it #}
deal_states as (

    select
        contact_id,
        amount_reporting,
        {{ days_ago('created_on') }} as days_ago,
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
        end as is_won,
        case
            when
                deal_status = 'lost'
                and coalesce(closed_on, created_on) <= {{ as_of_date() }}
                then 1
            else 0
        end as is_lost

    from deals

    where
        contact_id is not null
        and created_on <= {{ as_of_date() }}

),

totals as (

    select
        contact_id,
        cast(count(*) as integer) as deal_count,
        cast(sum(is_open) as integer) as open_deal_count,
        cast(coalesce(sum(is_open * amount_reporting), 0) as {{ type_money() }})
            as open_deal_amount,
        max(case when is_open = 1 then days_ago end) as oldest_open_deal_days,
        cast(sum(is_won) as integer) as won_deal_count,
        cast(sum(is_lost) as integer) as lost_deal_count

    from deal_states

    group by contact_id

)

select * from totals
