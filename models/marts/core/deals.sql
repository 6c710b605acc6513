with

deals as (

    select * from {{ ref('int_deals__identified') }}

),

company_links as (

    select * from {{ ref('int_companies__linked') }}

),

value_maps as (

    select * from {{ ref('value_maps') }}

),

currency_aliases as (

    select * from {{ ref('currency_aliases') }}

),

exchange_rates as (

    select * from {{ ref('exchange_rates') }}

),

described as (

    select
        deals.deal_key,
        deals.contact_id,
        company_links.company_id,
        deals.source_system,
        deals.source_instance,
        deals.source_deal_id,
        deals.deal_name,
        deals.pipeline,
        deals.stage,
        coalesce({{ mapped('deals.deal_status', 'statuses') }}, 'open')
            as deal_status,
        {{ mapped('deals.source_channel', 'channels') }} as source_channel,
        deals.owner,
        deals.probability,
        coalesce(currency_aliases.currency, deals.currency) as currency,
        deals.amount,
        {{ to_reporting('deals.amount') }} as amount_reporting,
        deals.created_at,
        cast(deals.created_at as date) as created_on,
        deals.expected_close_on,
        deals.closed_at,
        cast(deals.closed_at as date) as closed_on

    from deals

    left join company_links
        on deals.company_record_key = company_links.company_record_key

    left join value_maps as statuses
        on
            statuses.value_set = 'deal_status'
            and lower(deals.deal_status) = statuses.raw_value

    left join value_maps as channels
        on
            channels.value_set = 'source_channel'
            and lower(deals.source_channel) = channels.raw_value

    left join currency_aliases
        on lower(deals.currency) = currency_aliases.alias

    left join exchange_rates
        on
            coalesce(currency_aliases.currency, deals.currency)
            = exchange_rates.currency
            and cast(deals.created_at as date) >= exchange_rates.valid_from
            and (
                cast(deals.created_at as date) < exchange_rates.valid_to
                or exchange_rates.valid_to is null
            )

    where deals.contact_id is not null or company_links.company_id is not null

)

select * from described
