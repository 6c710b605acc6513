-- published after every test of the segments
-- depends_on: {{ ref('current_build') }}
with

segments as (

    select * from {{ ref('segments') }}

),

segment_health as (

    select * from {{ ref('segment_health') }}

),

segment_memberships as (

    select * from {{ ref('segment_memberships') }}

),

contact_features as (

    select * from {{ ref('contact_features') }}

),

summed as (

    select
        segment_memberships.segment_id,
        sum(case when segment_memberships.is_primary then 1 else 0 end)
            as primary_members,
        sum(case when segment_memberships.is_holdout then 1 else 0 end)
            as holdout_members,
        sum(case when segment_memberships.is_actionable then 1 else 0 end)
            as actionable_members,
        sum(contact_features.revenue_12m) as revenue_12m,
        sum(contact_features.recency_score) as recency_scores,
        sum(contact_features.frequency_score) as frequency_scores,
        sum(contact_features.monetary_score) as monetary_scores,
        count(contact_features.recency_score) as scored_members

    from segment_memberships

    inner join contact_features
        on segment_memberships.contact_id = contact_features.contact_id

    group by segment_memberships.segment_id

),

described as (

    select
        segments.segment_id,
        segments.segment_name,
        segments.goal,
        segments.owner,
        segments.action,
        segments.channel,
        segments.purpose,
        segments.message,
        segments.exclusive_group,
        segments.priority,
        segments.rules_in_words,
        segment_health.members,
        segment_health.share_of_contacts,
        cast(coalesce(summed.primary_members, 0) as integer)
            as primary_members,
        segment_health.reachable_members,
        cast(coalesce(summed.holdout_members, 0) as integer)
            as holdout_members,
        cast(coalesce(summed.actionable_members, 0) as integer)
            as actionable_members,
        cast(coalesce(summed.revenue_12m, 0) as {{ type_money() }})
            as revenue_12m,
        cast('{{ var("reporting_currency") }}' as {{ dbt.type_string() }})
            as reporting_currency,
        {{ rounded_ratio(
            'summed.recency_scores', 'nullif(summed.scored_members, 0)'
        ) }} as average_recency_score,
        {{ rounded_ratio(
            'summed.frequency_scores', 'nullif(summed.scored_members, 0)'
        ) }} as average_frequency_score,
        {{ rounded_ratio(
            'summed.monetary_scores', 'nullif(summed.scored_members, 0)'
        ) }} as average_monetary_score,
        segment_health.largest_overlap_segment_id,
        segment_health.largest_overlap_share,
        segments.reviewed_on,
        segments.as_of_on

    from segments

    inner join segment_health
        on segments.segment_id = segment_health.segment_id

    left join summed
        on segments.segment_id = summed.segment_id

)

select * from described
