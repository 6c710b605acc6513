{{ config(schema='segments') }}
{% set few = var('smallest_comparison') %}

with

backtest_measures as (

    select * from {{ ref('backtest_measures') }}

),

backtest_memberships as (

    select * from {{ ref('backtest_memberships') }}

),

dates as (

    select
        as_of_on,
        lag(as_of_on) over (order by as_of_on) as previous_on,
        lead(as_of_on) over (order by as_of_on) as next_on

    from (select distinct backtest_measures.as_of_on from backtest_measures)
        as dates_measured

),

stays as (

    select
        memberships.segment_id,
        memberships.as_of_on,
        count(*) as stayed

    from backtest_memberships as memberships

    inner join dates
        on memberships.as_of_on = dates.as_of_on

    inner join backtest_memberships as earlier
        on
            memberships.segment_id = earlier.segment_id
            and memberships.contact_id = earlier.contact_id
            and dates.previous_on = earlier.as_of_on

    group by
        memberships.segment_id,
        memberships.as_of_on

),

joined as (

    select
        backtest_measures.*,
        previous.member_contacts as members_before,
        case
            when dates.previous_on is not null then coalesce(stays.stayed, 0)
        end as stayed

    from backtest_measures

    inner join dates
        on backtest_measures.as_of_on = dates.as_of_on

    left join backtest_measures as previous
        on
            backtest_measures.segment_id = previous.segment_id
            and backtest_measures.horizon_days = previous.horizon_days
            and dates.previous_on = previous.as_of_on

    left join stays
        on
            backtest_measures.segment_id = stays.segment_id
            and backtest_measures.as_of_on = stays.as_of_on

),

compared as (

    select
        *,
        {{ four_decimals(as_float('member_ordered') ~ ' / nullif(member_contacts, 0)') }}
            as ordered_share,
        {{ four_decimals(as_float('other_ordered') ~ ' / nullif(other_contacts, 0)') }}
            as other_ordered_share,
        {{ four_decimals(as_float('member_ordered') ~ ' * other_contacts / nullif('
            ~ as_float('other_ordered') ~ ' * member_contacts, 0)') }} as ordered_lift,
        {{ four_decimals(ratio_bound(
            '-', 'member_ordered', 'member_contacts', 'other_ordered', 'other_contacts'
        )) }} as ordered_lift_low,
        {{ four_decimals(ratio_bound(
            '+', 'member_ordered', 'member_contacts', 'other_ordered', 'other_contacts'
        )) }} as ordered_lift_high,
        {{ four_decimals(as_float('member_revenue') ~ ' / nullif(member_contacts, 0)') }}
            as revenue_per_member,
        {{ four_decimals(as_float('other_revenue') ~ ' / nullif(other_contacts, 0)') }}
            as revenue_per_other,
        {{ four_decimals(mean_difference_bound(
            '-', 'member_revenue', 'member_revenue_squares', 'member_contacts',
            'other_revenue', 'other_revenue_squares', 'other_contacts'
        )) }} as revenue_difference_low,
        {{ four_decimals(mean_difference_bound(
            '+', 'member_revenue', 'member_revenue_squares', 'member_contacts',
            'other_revenue', 'other_revenue_squares', 'other_contacts'
        )) }} as revenue_difference_high,
        {{ four_decimals(as_float('member_lapsed') ~ ' / nullif(member_can_lapse, 0)') }}
            as lapsed_share,
        {{ four_decimals(as_float('other_lapsed') ~ ' / nullif(other_can_lapse, 0)') }}
            as other_lapsed_share,
        {{ four_decimals(as_float('member_lapsed') ~ ' * other_can_lapse / nullif('
            ~ as_float('other_lapsed') ~ ' * member_can_lapse, 0)') }} as lapsed_lift,
        {{ four_decimals(ratio_bound(
            '-', 'member_lapsed', 'member_can_lapse', 'other_lapsed', 'other_can_lapse'
        )) }} as lapsed_lift_low,
        {{ four_decimals(ratio_bound(
            '+', 'member_lapsed', 'member_can_lapse', 'other_lapsed', 'other_can_lapse'
        )) }} as lapsed_lift_high

    from joined

),

told as (

    select
        backtest_measure_id as segment_backtest_id,
        segment_id,
        as_of_on,
        horizon_days,
        cast(member_contacts as integer) as members,
        cast(other_contacts as integer) as others,
        cast(member_contacts - stayed as integer) as entered,
        cast(members_before - stayed as integer) as departed,
        {{ four_decimals(as_float('members_before - stayed') ~ ' / nullif(members_before, 0)') }}
            as departed_share,
        {%- for column in [
            'ordered_share', 'other_ordered_share', 'ordered_lift', 'ordered_lift_low',
            'ordered_lift_high', 'revenue_per_member', 'revenue_per_other',
            'revenue_difference_low', 'revenue_difference_high', 'lapsed_share',
            'other_lapsed_share', 'lapsed_lift', 'lapsed_lift_low', 'lapsed_lift_high',
        ] %}
        case when is_window_over then {{ column }} end as {{ column }},
        {%- endfor %}
        case
            when not is_window_over then 'window not over'
            when
                member_contacts < {{ few }} or other_contacts < {{ few }}
                or ordered_lift_low is null
                then 'too few'
            when ordered_lift_low > 1 then 'order more than others'
            when ordered_lift_high < 1 then 'order less than others'
            else 'no difference seen'
        end as verdict,
        undated_features

    from compared

)

select * from told
