-- The wide row must hold everybody who bought, with the very scores.
with

rfm_scores as (

    select * from {{ ref('rfm_scores') }}

),

contact_features as (

    select * from {{ ref('contact_features') }}

)

select
    rfm_scores.contact_id,
    rfm_scores.rfm_group,
    contact_features.rfm_group as rfm_group_of_contact

from rfm_scores

left join contact_features
    on rfm_scores.contact_id = contact_features.contact_id

where
    contact_features.rfm_group is null
    or contact_features.rfm_group != rfm_scores.rfm_group
