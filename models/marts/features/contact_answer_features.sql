with

activities as (

    select * from {{ ref('activities') }}

),

{# what was said last is no sum over days, so the roll-up does not hold it #}
answers as (

    select
        contact_id,
        occurred_at,
        activity_key,
        case
            when activity_type = 'survey_csat_answered' then 'csat'
            when activity_type = 'survey_nps_answered' then 'nps'
            else 'tier'
        end as question,
        value as score,
        detail_name as tier

    from activities

    where
        occurred_on <= {{ as_of_date() }}
        and (
            (
                activity_type in ('survey_csat_answered', 'survey_nps_answered')
                and value is not null
            )
            or (
                activity_type in ('loyalty_joined', 'tier_changed')
                and detail_name is not null
            )
        )

),

ranked_answers as (

    select
        contact_id,
        question,
        score,
        tier,
        row_number() over (
            partition by contact_id, question
            order by occurred_at desc, activity_key desc
        ) as answer_rank

    from answers

),

last_answers as (

    select
        contact_id,
        max(case when question = 'csat' then score end) as last_csat_score,
        max(case when question = 'nps' then score end) as last_nps_score,
        max(case when question = 'tier' then tier end) as loyalty_tier

    from ranked_answers

    where answer_rank = 1

    group by contact_id

),

named as (

    select
        contact_id,
        last_csat_score,
        last_nps_score,
        case
            when last_nps_score >= 9 then 'promoter'
            when last_nps_score >= 7 then 'passive'
            when last_nps_score >= 0 then 'detractor'
        end as nps_group,
        loyalty_tier

    from last_answers

)

select * from named
