-- depends_on: {{ ref('rfm_groups') }}
with

rfm_measures as (

    select * from {{ ref('rfm_measures') }}

),

rfm_score_bounds as (

    select * from {{ ref('rfm_score_bounds') }}

),

rfm_grid as (

    select * from {{ ref('rfm_grid') }}

),

scored as (

    select
        rfm_measures.contact_id,
        rfm_measures.recency_days,
        rfm_measures.order_count,
        rfm_measures.monetary_value,
        recency.score as recency_score,
        frequency.score as frequency_score,
        monetary.score as monetary_score,
        rfm_measures.last_order_on

    from rfm_measures

    inner join rfm_score_bounds as recency
        on
            recency.metric = 'recency'
            and {{ within_bounds('rfm_measures.recency_days', 'recency') }}

    inner join rfm_score_bounds as frequency
        on
            frequency.metric = 'frequency'
            and {{ within_bounds('rfm_measures.order_count', 'frequency') }}

    inner join rfm_score_bounds as monetary
        on
            monetary.metric = 'monetary'
            and {{ within_bounds('rfm_measures.monetary_value', 'monetary') }}

),

grouped as (

    select
        scored.contact_id,
        scored.recency_days,
        scored.order_count,
        scored.monetary_value,
        scored.recency_score,
        scored.frequency_score,
        scored.monetary_score,
        cast(scored.recency_score as {{ dbt.type_string() }})
        || cast(scored.frequency_score as {{ dbt.type_string() }})
        || cast(scored.monetary_score as {{ dbt.type_string() }}) as rfm_score,
        rfm_grid.rfm_group,
        scored.last_order_on

    from scored

    left join rfm_grid
        on
            scored.recency_score = rfm_grid.recency_score
            and scored.frequency_score = rfm_grid.frequency_score

)

select * from grouped
