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
        cast(coalesce(sum(order_days.activity_count), 0) as integer) as order_count,
        cast(coalesce(sum(order_days.value_total), 0) as {{ type_money() }}) as revenue

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

)

select * from outcomes
