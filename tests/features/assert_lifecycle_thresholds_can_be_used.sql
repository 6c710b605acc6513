-- Each threshold once, and none that makes a stage impossible.
{% set text = dbt.type_string() %}

with

lifecycle_thresholds as (

    select * from {{ ref('lifecycle_thresholds') }}

),

wanted as (

    {% for name in [
        'new_within_days', 'cadence_min_days', 'shortest_gap_days',
        'at_risk_after_gaps', 'lapsed_after_gaps',
        'at_risk_after_days', 'lapsed_after_days',
    ] %}

    select '{{ name }}' as threshold_name

    {{ 'union all' if not loop.last }}

    {% endfor %}

),

counted as (

    select
        threshold_name,
        min(threshold_value) as threshold_value,
        count(*) as line_count

    from lifecycle_thresholds

    group by threshold_name

),

must_be_less as (

    {% for less, more in [
        ('new_within_days', 'at_risk_after_days'),
        ('at_risk_after_days', 'lapsed_after_days'),
        ('at_risk_after_gaps', 'lapsed_after_gaps'),
    ] %}

    select
        '{{ less }}' as less_name,
        '{{ more }}' as more_name

    {{ 'union all' if not loop.last }}

    {% endfor %}

),

problems as (

    select
        'lifecycle_thresholds.csv: ' || wanted.threshold_name
        || ' is missing. Add a line for it.' as message

    from wanted

    left join counted
        on wanted.threshold_name = counted.threshold_name

    where counted.threshold_name is null

    union all

    select
        'lifecycle_thresholds.csv: ' || counted.threshold_name
        || ' is no threshold of lifecycle_stages. Correct the name, or remove '
        || 'the line.' as message

    from counted

    left join wanted
        on counted.threshold_name = wanted.threshold_name

    where wanted.threshold_name is null

    union all

    select
        'lifecycle_thresholds.csv: ' || threshold_name || ' is given '
        || cast(line_count as {{ text }}) || ' times. Keep one of the lines.'
            as message

    from counted

    where line_count > 1

    union all

    select
        'lifecycle_thresholds.csv: ' || threshold_name || ' is '
        || cast(threshold_value as {{ text }}) || '. It must be '
        || case
            when threshold_name = 'cadence_min_days' then '2 or more.'
            else 'more than 0.'
        end as message

    from counted

    where
        threshold_value <= 0
        or (threshold_name = 'cadence_min_days' and threshold_value < 2)

    union all

    select
        'lifecycle_thresholds.csv: ' || lesser.threshold_name || ' is '
        || cast(lesser.threshold_value as {{ text }})
        || ' and must be less than ' || greater.threshold_name || ', which is '
        || cast(greater.threshold_value as {{ text }}) || '.' as message

    from must_be_less

    inner join counted as lesser
        on must_be_less.less_name = lesser.threshold_name

    inner join counted as greater
        on must_be_less.more_name = greater.threshold_name

    where lesser.threshold_value >= greater.threshold_value

),

listed as (

    select {{ sorted_list('message', '\n') }} as message

    from problems

)

select message

from listed

where {{ stop_with('message') }}
