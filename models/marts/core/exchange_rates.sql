{#
    A rate says how much of the currency one euro buys; the reporting currency
    may be another, so the rate of a day is the quotient of two.
#}
with

currency_rates as (

    select * from {{ ref('currency_rates') }}

),

bounded as (

    select
        currency,
        units_per_eur,
        valid_from,
        lead(valid_from) over (
            partition by currency order by valid_from
        ) as valid_to

    from currency_rates

),

reporting as (

    select * from bounded

    where currency = '{{ var("reporting_currency") }}'

),

starts as (

    select
        bounded.currency,
        bounded.valid_from as starts_on

    from bounded

    union

    select
        bounded.currency,
        reporting.valid_from as starts_on

    from bounded

    cross join reporting

),

rated as (

    select
        starts.currency,
        starts.starts_on as valid_from,
        lead(starts.starts_on) over (
            partition by starts.currency order by starts.starts_on
        ) as valid_to,
        cast(
            reporting.units_per_eur / bounded.units_per_eur as numeric(18, 8)
        ) as rate_to_reporting

    from starts

    inner join bounded
        on
            starts.currency = bounded.currency
            and starts.starts_on >= bounded.valid_from
            and (
                starts.starts_on < bounded.valid_to
                or bounded.valid_to is null
            )

    inner join reporting
        on
            starts.starts_on >= reporting.valid_from
            and (
                starts.starts_on < reporting.valid_to
                or reporting.valid_to is null
            )

)

select * from rated
