-- In the database it is rfm_grid: a seed of the features has that name here.
{{ config(alias='rfm_grid') }}

with

contact_profiles as (

    select * from {{ ref('contact_profiles') }}

    where
        not is_archived
        and recency_score is not null

),

bands as (

    {{ dbt.generate_series(upper_bound=var('rfm__bands')) }}

),

buyers as (

    select count(*) as contacts from contact_profiles

),

measured as (

    select
        recency_score,
        frequency_score,
        max(rfm_group) as rfm_group,
        count(*) as contacts,
        sum(revenue_12m) as revenue_12m,
        sum(lifetime_revenue) as lifetime_revenue,
        sum(monetary_score) as monetary_scores,
        sum(days_since_last_order) as days_since_last_order

    from contact_profiles

    group by recency_score, frequency_score

),

cells as (

    select
        cast(recency.generated_number as integer) as recency_score,
        cast(frequency.generated_number as integer) as frequency_score

    from bands as recency

    cross join bands as frequency

),

completed as (

    select
        cells.recency_score,
        cells.frequency_score,
        measured.rfm_group,
        cast(coalesce(measured.contacts, 0) as integer) as contacts,
        {{ rounded_ratio(
            'coalesce(measured.contacts, 0)', 'nullif(buyers.contacts, 0)'
        ) }} as share_of_buyers,
        cast(coalesce(measured.revenue_12m, 0) as {{ type_money() }})
            as revenue_12m,
        cast(coalesce(measured.lifetime_revenue, 0) as {{ type_money() }})
            as lifetime_revenue,
        {{ rounded_ratio('measured.monetary_scores', 'measured.contacts') }}
            as average_monetary_score,
        {{ rounded_ratio('measured.days_since_last_order', 'measured.contacts') }}
            as average_days_since_last_order,
        {{ as_of_date() }} as as_of_on

    from cells

    cross join buyers

    left join measured
        on
            cells.recency_score = measured.recency_score
            and cells.frequency_score = measured.frequency_score

)

select * from completed
