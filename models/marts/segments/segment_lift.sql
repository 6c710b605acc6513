-- Whom chance left alone against whom it did not: the two groups differ by
-- nothing else, so that what differs after is what the action did.
{% set few = var('smallest_comparison') %}

with

segments as (

    select * from {{ ref('segments') }}

),

segment_entry_outcomes as (

    select * from {{ ref('segment_entry_outcomes') }}

),

horizons as (

    select 30 as horizon_days

    union all

    select 90 as horizon_days

),

summed as (

    select
        segment_id,
        horizon_days,
        min(entered_on) as first_entry_on,
        max(entered_on) as last_entry_on,
        {{ variant_sums() }}

    from segment_entry_outcomes

    group by
        segment_id,
        horizon_days

),

joined as (

    select
        segments.segment_id,
        horizons.horizon_days,
        segments.holdout_share as planned_holdout_share,
        summed.first_entry_on,
        summed.last_entry_on,
        {{ variant_columns('summed') }}

    from segments

    cross join horizons

    left join summed
        on
            segments.segment_id = summed.segment_id
            and horizons.horizon_days = summed.horizon_days

),

compared as (

    select
        *,
        {{ lift_measures() }}

    from joined

),

told as (

    select
        segment_id || ':' || cast(horizon_days as {{ dbt.type_string() }})
            as segment_lift_id,
        compared.*,
        case
            when planned_holdout_share = 0 and held_out_contacts = 0
                then 'no holdout'
            when treated_contacts < {{ few }} or held_out_contacts < {{ few }}
                then 'too few'
            when has_ratio_mismatch then 'sample ratio is off'
            when ordered_difference_low > 0 then 'more order'
            when ordered_difference_high < 0 then 'fewer order'
            else 'no difference seen'
        end as verdict,
        {{ as_of_date() }} as as_of_on

    from compared

)

select
    {{ lift_columns() | join(',\n    ') }}

from told
