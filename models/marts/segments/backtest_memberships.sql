-- `make backtest` runs this for one date after the other, on features computed
-- for that date in schemas of their own; else nothing is added.
-- depends_on: {{ ref('segment_definitions') }}, {{ ref('segment_rules') }}
-- depends_on: {{ ref('segment_overrides') }}, {{ ref('static_lists') }}
{{ config(
    materialized='incremental',
    incremental_strategy='merge',
    unique_key='backtest_membership_id',
    schema='segments'
) }}
{% set book = segment_book(also=var('backtest_segments', []))
    if is_backtest() else {'levels': []} %}
{% set chosen = chosen_for_backtest(book) %}

with

{% if chosen %}

evaluated_0 as (

    select * from {{ ref('rule_features') }}

),

{{ evaluated_levels(book.levels) }}

listed as (

    select
        contact_id,
        {{ matches_in_one_text(chosen) }} as matches

    from evaluated_{{ book.levels | length }}

),

parted as (

    select
        contact_id,
        {{ split_to_rows('matches', "';'") }} as segment_match

    from listed

    where matches != ''

),

members as (

    select
        {{ part_of('segment_match', "':'", 1) }} as segment_id,
        contact_id

    from parted

    where segment_match != ''

),

{% else %}

rule_features as (

    select * from {{ ref('rule_features') }}

),

members as (

    select
        cast(null as {{ dbt.type_string() }}) as segment_id,
        contact_id

    from rule_features

    where 1 = 0

),

{% endif %}

dated as (

    select
        {{ dbt.hash("segment_id || '|' || contact_id || '|" ~ as_of_text() ~ "'") }}
            as backtest_membership_id,
        segment_id,
        contact_id,
        {{ as_of_date() }} as as_of_on

    from members

)

select * from dated
