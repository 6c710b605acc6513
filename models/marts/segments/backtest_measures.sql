-- depends_on: {{ ref('segment_definitions') }}, {{ ref('segment_rules') }}
-- depends_on: {{ ref('segment_overrides') }}, {{ ref('static_lists') }}
{{ config(
    materialized='incremental',
    incremental_strategy='merge',
    unique_key='backtest_measure_id',
    schema='segments'
) }}

with

chosen as (

    {{ backtested_segments() }}

),

backtest_outcomes as (

    select * from {{ ref('backtest_outcomes') }}

),

backtest_memberships as (

    select * from {{ ref('backtest_memberships') }}

    where as_of_on = {{ as_of_date() }}

),

everybody as (

    select
        horizon_days,
        {{ outcome_sums('all') }}

    from backtest_outcomes as outcomes

    group by horizon_days

),

members as (

    select
        backtest_memberships.segment_id,
        outcomes.horizon_days,
        {{ outcome_sums('member') }}

    from backtest_memberships

    inner join backtest_outcomes as outcomes
        on backtest_memberships.contact_id = outcomes.contact_id

    group by
        backtest_memberships.segment_id,
        outcomes.horizon_days

),

measured as (

    select
        chosen.segment_id || ':' || cast(everybody.horizon_days as {{ dbt.type_string() }})
        || ':{{ as_of_text() }}' as backtest_measure_id,
        chosen.segment_id,
        {{ as_of_date() }} as as_of_on,
        everybody.horizon_days,
        chosen.undated_features,
        cast(
            {{ dbt.dateadd('day', 'everybody.horizon_days', as_of_date()) }}
            as date
        ) <= {{ backtest_until() }} as is_window_over,
        {{ member_and_other_sums() }}

    from chosen

    cross join everybody

    left join members
        on
            chosen.segment_id = members.segment_id
            and everybody.horizon_days = members.horizon_days

)

select * from measured
