with

contact_crm_features as (

    select * from {{ ref('contact_crm_features') }}

),

contact_activity_days as (

    select * from {{ ref('contact_activity_days') }}

),

engagement_weights as (

    select * from {{ ref('engagement_weights') }}

),

engagement_levels as (

    select * from {{ ref('engagement_levels') }}

),

weighed as (

    select
        contact_activity_days.contact_id,
        contact_activity_days.activity_on,
        engagement_weights.points,
        engagement_weights.fades_over_days,
        least(
            contact_activity_days.activity_count,
            engagement_weights.max_per_day
        ) as counted,
        greatest(
            engagement_weights.fades_over_days
            - {{ days_ago('contact_activity_days.activity_on') }},
            0
        ) as days_left

    from contact_activity_days

    inner join engagement_weights
        on
            contact_activity_days.activity_type
            = engagement_weights.activity_type

),

{# in ten-thousandths of a point, so that sums are exact on every engine #}
faded as (

    select
        contact_id,
        max(case when points > 0 then activity_on end) as last_engaged_on,
        sum({{ whole_quotient(
            'cast(10000 * points as ' ~ dbt.type_bigint()
            ~ ') * counted * days_left',
            'fades_over_days'
        ) }}) as units

    from weighed

    group by contact_id

),

{# rounded up: the smallest sign of life is not none #}
scored as (

    select
        contact_crm_features.contact_id,
        cast(least(100, greatest(0, coalesce({{ whole_quotient(
            'cast(faded.units as ' ~ dbt.type_bigint() ~ ') + 9999', 10000
        ) }}, 0))) as integer) as engagement_score,
        faded.last_engaged_on

    from contact_crm_features

    left join faded
        on contact_crm_features.contact_id = faded.contact_id

),

level_steps as (

    select
        engagement_level,
        min_score,
        lead(min_score) over (order by min_score) as next_min_score

    from engagement_levels

),

levelled as (

    select
        scored.contact_id,
        scored.engagement_score,
        level_steps.engagement_level,
        scored.last_engaged_on

    from scored

    inner join level_steps
        on
            scored.engagement_score >= level_steps.min_score
            and (
                scored.engagement_score < level_steps.next_min_score
                or level_steps.next_min_score is null
            )

)

select * from levelled
