-- Points for fields that there are, and grades that cover every score from 0 up.
{% set text = dbt.type_string() %}

with

lead_fit_points as (

    select * from {{ ref('lead_fit_points') }}

),

lead_grades as (

    select * from {{ ref('lead_grades') }}

),

dimensions as (

    select 'fit' as dimension

    union all

    select 'engagement' as dimension

),

problems as (

    select
        'lead_fit_points.csv: no points can be given for ' || feature_name
        || '. Use {{ lead_fit_fields() | join(", ") }}.' as message

    from lead_fit_points

    where feature_name not in ('{{ lead_fit_fields() | join("', '") }}') -- noqa: LT05

    union all

    select
        'lead_fit_points.csv: match of ' || feature_name || ' ' || value
        || ' is ''' || coalesce(match, '') || '''. Write is or has_word.'
            as message

    from lead_fit_points

    where coalesce(match, '') not in ('is', 'has_word')

    union all

    select
        'lead_fit_points.csv: ' || value || ' has no letter or digit, so no '
        || feature_name || ' has it as a word.' as message

    from lead_fit_points

    where
        match = 'has_word'
        and {{ words('value', ' ') }} is null

    union all

    select
        'lead_grades.csv: ' || coalesce(dimension, '') || ' '
        || coalesce(grade, '') || ' starts at '
        || coalesce(cast(min_score as {{ text }}), 'nothing')
        || '. Write fit or engagement, a grade, and a score from 0 to 100.'
            as message

    from lead_grades

    where
        coalesce(dimension, '') not in ('fit', 'engagement')
        or grade is null
        or min_score is null
        or min_score < 0
        or min_score > 100

    union all

    select
        'lead_grades.csv: no grade of ' || dimensions.dimension || ' starts at '
        || '0, so low scores would have none. Give the lowest min_score 0.'
            as message

    from dimensions

    left join lead_grades
        on
            dimensions.dimension = lead_grades.dimension
            and lead_grades.min_score = 0

    where lead_grades.grade is null

),

listed as (

    select {{ sorted_list('message', '\n') }} as message

    from problems

)

select message

from listed

where {{ stop_with('message') }}
