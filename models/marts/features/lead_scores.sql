with

contact_crm_features as (

    select * from {{ ref('contact_crm_features') }}

),

engagement_scores as (

    select * from {{ ref('engagement_scores') }}

),

lead_fit_points as (

    select * from {{ ref('lead_fit_points') }}

),

lead_grades as (

    select * from {{ ref('lead_grades') }}

),

contact_fields as (

    {% for field in lead_fit_fields() %}

    select
        contact_id,
        '{{ field }}' as field_name,
        lower({{ field }}) as field_value

    from contact_crm_features

    where {{ field }} is not null

    {{ 'union all' if not loop.last }}

    {% endfor %}

),

{# many contacts share a value, so each is looked at once #}
field_values as (

    select distinct
        field_name,
        field_value

    from contact_fields

),

value_points as (

    select
        field_values.field_name,
        field_values.field_value,
        max(lead_fit_points.points) as points

    from field_values

    inner join lead_fit_points
        on
            field_values.field_name = lead_fit_points.feature_name
            and case
                when lead_fit_points.match = 'is'
                    then field_values.field_value = lower(lead_fit_points.value)
                else {{ dbt.position(
                    "' ' || " ~ words('lead_fit_points.value', ' ') ~ " || ' '",
                    "' ' || " ~ words('field_values.field_value', ' ') ~ " || ' '"
                ) }} > 0
            end

    group by
        field_values.field_name,
        field_values.field_value

),

contact_points as (

    select
        contact_fields.contact_id,
        sum(value_points.points) as points

    from contact_fields

    inner join value_points
        on
            contact_fields.field_name = value_points.field_name
            and contact_fields.field_value = value_points.field_value

    group by contact_fields.contact_id

),

{# what is not known earns no points #}
scored as (

    select
        engagement_scores.contact_id,
        cast(
            least(100, greatest(0, coalesce(contact_points.points, 0)))
            as integer
        ) as fit_score,
        engagement_scores.engagement_score

    from engagement_scores

    left join contact_points
        on engagement_scores.contact_id = contact_points.contact_id

),

grade_steps as (

    select
        dimension,
        grade,
        min_score,
        lead(min_score) over (partition by dimension order by min_score)
            as next_min_score

    from lead_grades

),

graded as (

    select
        scored.contact_id,
        scored.fit_score,
        scored.engagement_score,
        fit.grade as fit_grade,
        engagement.grade as engagement_grade,
        fit.grade || engagement.grade as lead_grade

    from scored

    inner join grade_steps as fit
        on
            fit.dimension = 'fit'
            and scored.fit_score >= fit.min_score
            and scored.fit_score < coalesce(fit.next_min_score, 101)

    inner join grade_steps as engagement
        on
            engagement.dimension = 'engagement'
            and scored.engagement_score >= engagement.min_score
            and scored.engagement_score
            < coalesce(engagement.next_min_score, 101)

)

select * from graded
