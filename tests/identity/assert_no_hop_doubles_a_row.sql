-- Finding out whose a row is may neither drop nor double it.
with

counted as (

    {% for before, after in [
        ('int_orders__unioned', 'int_orders__identified'),
        ('int_deals__unioned', 'int_deals__identified'),
        ('int_companies__unioned', 'int_companies__linked')
    ] %}

    select
        '{{ after }}' as hop,
        count(*) as rows_before,
        0 as rows_after

    from {{ ref(before) }}

    union all

    select
        '{{ after }}' as hop,
        0 as rows_before,
        count(*) as rows_after

    from {{ ref(after) }}

    union all

    {% endfor %}

    {% for typed in [
        'int_digital_touchpoints__typed', 'int_service_touchpoints__typed'
    ] %}

    select
        'int_touchpoints__identified' as hop,
        count(*) as rows_before,
        0 as rows_after

    from {{ ref(typed) }}

    union all

    {% endfor %}

    select
        'int_touchpoints__identified' as hop,
        0 as rows_before,
        count(*) as rows_after

    from {{ ref('int_touchpoints__identified') }}

)

select
    hop,
    sum(rows_before) as row_count_before,
    sum(rows_after) as row_count_after

from counted

group by hop

having sum(rows_before) != sum(rows_after)
