with

deals as (

    select * from {{ ref('deals') }}

),

{# a deal closed after the as-of date was open on it #}
deal_states as (

    select
        contact_id,
        deal_key,
        amount_reporting,
        stage,
        owner,
        created_on,
        coalesce(closed_on, created_on) as decided_on,
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

ranked as (

    select
        *,
        row_number() over (
            partition by contact_id
            order by created_on desc, deal_key desc
        ) as place

    from deal_states

),

open_stages as (

    select distinct
        contact_id,
        replace(lower(stage), ';', ',') as stage

    from deal_states

    where is_open = 1 and stage is not null

),

owners as (

    select distinct
        contact_id,
        replace(owner, ';', ',') as owner

    from deal_states

    where owner is not null

),

listed_stages as (

    select
        contact_id,
        ';' || {{ sorted_list('stage', ';') }} || ';' as open_deal_stages

    from open_stages

    group by contact_id

),

listed_owners as (

    select
        contact_id,
        ';' || {{ sorted_list('owner', ';') }} || ';' as deal_owners

    from owners

    group by contact_id

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
        cast(sum(is_lost) as integer) as lost_deal_count,
        min(case when is_won = 1 then decided_on end) as first_won_on,
        max(case
            when place > 1 then null
            when is_won = 1 then 'won'
            when is_lost = 1 then 'lost'
            when is_open = 1 then 'open'
        end) as last_deal_status

    from ranked

    group by contact_id

),

described as (

    select
        totals.*,
        listed_stages.open_deal_stages,
        listed_owners.deal_owners

    from totals

    left join listed_stages
        on totals.contact_id = listed_stages.contact_id

    left join listed_owners
        on totals.contact_id = listed_owners.contact_id

)

select * from described
