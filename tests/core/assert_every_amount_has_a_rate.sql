-- Money nobody can convert would be missing from every sum.
{% set text = dbt.type_string() %}

with

amounts as (

    select
        'orders' as amounts_of,
        currency,
        min(ordered_on) as first_on,
        count(*) as row_count

    from {{ ref('orders') }}

    where rate_to_reporting is null

    group by currency

    union all

    select
        'deals' as amounts_of,
        currency,
        min(created_on) as first_on,
        count(*) as row_count

    from {{ ref('deals') }}

    where amount is not null and amount_reporting is null

    group by currency

    union all

    select
        'carts' as amounts_of,
        currency,
        min(created_on) as first_on,
        count(*) as row_count

    from {{ ref('carts') }}

    where total_amount is not null and total_amount_reporting is null

    group by currency

),

problems as (

    select
        cast(row_count as {{ text }}) || ' ' || amounts_of || ' in currency '
        || currency || ' have no rate in seeds/reference/currency_rates.csv.'
        || ' Add the line ' || currency || ',' || cast(first_on as {{ text }})
        || ',<units of it for one euro>.' as message

    from amounts

),

listed as (

    select {{ sorted_list('message', ' ') }} as message

    from problems

)

select message

from listed

where {{ stop_with('message') }}
