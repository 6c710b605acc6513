-- Whom chance left alone against whom it did not: the two groups differ by
-- nothing else, so that what differs after is what the action did.
{% set few = var('smallest_comparison') %}

with

segments as (

    select * from {{ ref('segments') }}

),

history as (

    select * from {{ ref('segment_membership_history') }}

),

-- after a split the id stays with the larger part
contact_merges as (

    select
        old_contact_id,
        min(current_contact_id) as current_contact_id

    from {{ ref('contact_merges') }}

    where change_type = 'merge'

    group by old_contact_id

),

order_days as (

    select * from {{ ref('contact_activity_days') }}

    where activity_type = 'order_placed'

),

horizons as (

    select 30 as horizon_days

    union all

    select 90 as horizon_days

),

-- a second stay comes after the first has done something
entries as (

    select
        history.segment_id,
        coalesce(contact_merges.current_contact_id, history.contact_id)
            as contact_id,
        history.variant,
        history.valid_from as entered_on,
        row_number() over (
            partition by
                history.segment_id,
                coalesce(contact_merges.current_contact_id, history.contact_id)
            order by history.opened_sequence
        ) as place

    from history

    inner join segments
        on history.segment_id = segments.segment_id

    left join contact_merges
        on history.contact_id = contact_merges.old_contact_id

    where
        history.change_in = 'entered'
        and history.is_primary
        and (history.is_permitted or segments.channel = 'internal')

),

followed as (

    select
        entries.segment_id,
        entries.contact_id,
        entries.variant,
        entries.entered_on,
        horizons.horizon_days

    from entries

    cross join horizons

    where
        entries.place = 1
        and {{ days_ago('entries.entered_on') }} >= horizons.horizon_days

),

-- an order of the day itself was known when the contact entered
outcomes as (

    select
        followed.segment_id,
        followed.contact_id,
        followed.variant,
        followed.entered_on,
        followed.horizon_days,
        coalesce(sum(order_days.activity_count), 0) as order_count,
        coalesce(sum(order_days.value_total), 0) as revenue

    from followed

    left join order_days
        on
            followed.contact_id = order_days.contact_id
            and followed.entered_on < order_days.activity_on
            and {{ dbt.datediff(
                'followed.entered_on', 'order_days.activity_on', 'day'
            ) }}
            <= followed.horizon_days

    group by
        followed.segment_id,
        followed.contact_id,
        followed.variant,
        followed.entered_on,
        followed.horizon_days

),

summed as (

    select
        segment_id,
        horizon_days,
        min(entered_on) as first_entry_on,
        max(entered_on) as last_entry_on,
        {{ variant_sums() }}

    from outcomes

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
