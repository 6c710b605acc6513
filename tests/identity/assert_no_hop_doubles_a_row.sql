-- Finding out whose a row is may neither drop nor double it.
{% set hops = {
    'int_orders__identified': ['int_orders__unioned', 'int_deals__sold'],
    'int_deals__identified': ['int_deals__unioned'],
    'int_companies__linked': ['int_companies__unioned'],
    'int_touchpoints__identified': [
        'int_digital_touchpoints__typed', 'int_service_touchpoints__typed',
    ],
} %}

with

counted as (

    {% for after, all_before in hops.items() %}

    {% for before in all_before %}

    select
        '{{ after }}' as hop,
        count(*) as rows_before,
        0 as rows_after

    from {{ ref(before) }}

    union all

    {% endfor %}

    select
        '{{ after }}' as hop,
        0 as rows_before,
        count(*) as rows_after

    from {{ ref(after) }}

    {{ 'union all' if not loop.last }}

    {% endfor %}

)

select
    hop,
    sum(rows_before) as row_count_before,
    sum(rows_after) as row_count_after

from counted

group by hop

having sum(rows_before) != sum(rows_after)
