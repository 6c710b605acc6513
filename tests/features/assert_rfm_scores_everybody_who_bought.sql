-- The bounds must leave no gap and no overlap: whoever is measured is scored
-- once.
with

rfm_measures as (

    select * from {{ ref('rfm_measures') }}

),

rfm_scores as (

    select
        contact_id,
        count(*) as score_count

    from {{ ref('rfm_scores') }}

    group by contact_id

)

select
    rfm_measures.contact_id,
    rfm_scores.score_count

from rfm_measures

left join rfm_scores
    on rfm_measures.contact_id = rfm_scores.contact_id

where
    rfm_scores.score_count is null
    or rfm_scores.score_count != 1
