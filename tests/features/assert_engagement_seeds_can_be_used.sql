-- Each type of activity weighed once and sensibly; levels that cover every
-- score from 0 up.
{% set text = dbt.type_string() %}
{% set activity_types = (
    '^(order_(placed|other)|cart_created|page_viewed|store_visited'
    ~ '|points_(earned|redeemed)|tier_changed|loyalty_(joined|other)'
    ~ '|ticket_(opened|closed)|deal_(opened|won|lost)|survey_.+_answered'
    ~ '|(email|web|social|consent)_.+|.+_logged)$'
) %}

with

engagement_weights as (

    select * from {{ ref('engagement_weights') }}

),

engagement_levels as (

    select * from {{ ref('engagement_levels') }}

),

problems as (

    select
        'engagement_weights.csv: ' || activity_type || ' is given '
        || cast(count(*) as {{ text }}) || ' times. Keep one of the lines.'
            as message

    from engagement_weights

    group by activity_type

    having count(*) > 1

    union all

    select
        'engagement_weights.csv: ' || activity_type || ' has fades_over_days '
        || cast(fades_over_days as {{ text }}) || ' and max_per_day '
        || cast(max_per_day as {{ text }}) || '. Both must be 1 or more.'
            as message

    from engagement_weights

    where
        fades_over_days < 1
        or max_per_day < 1

    union all

    select
        'engagement_weights.csv: no activity has the type ' || activity_type
        || '. The types are listed with the model activities.' as message

    from engagement_weights

    where not ({{ matches('activity_type', activity_types) }})

    union all

    select
        'engagement_levels.csv: min_score ' || cast(min_score as {{ text }})
        || ' is given ' || cast(count(*) as {{ text }})
        || ' times. Each level needs a lowest score of its own.' as message

    from engagement_levels

    group by min_score

    having count(*) > 1

    union all

    select
        'engagement_levels.csv: ' || engagement_level || ' starts at '
        || cast(min_score as {{ text }})
        || '. Scores run from 0 to 100, so nobody could reach it.' as message

    from engagement_levels

    where
        min_score < 0
        or min_score > 100

    union all

    select
        'engagement_levels.csv: no level starts at 0, so low scores would have '
        || 'none. Give the lowest level min_score 0.' as message

    from engagement_levels

    having
        count(*) = 0
        or min(min_score) > 0

),

listed as (

    select {{ sorted_list('message', '\n') }} as message

    from problems

)

select message

from listed

where {{ stop_with('message') }}
