-- depends_on: {{ ref('segment_definitions') }}, {{ ref('segment_rules') }}
-- depends_on: {{ ref('segment_overrides') }}, {{ ref('static_lists') }}
-- depends_on: {{ ref('behaviours') }}, {{ ref('custom_attributes') }}
{% set book = segment_book() %}

with

evaluated_0 as (

    select * from {{ ref('rule_features') }}

),

-- in_<segment>: the number of the first rule group that the contact matches
{{ evaluated_levels(book.levels) }}

-- as one text a contact, so that one scan serves any number of segments
listed as (

    select
        contact_id,
        {{ matches_in_one_text(book.segments) }} as matches

    from evaluated_{{ book.levels | length }}

),

parted as (

    select
        contact_id,
        {{ split_to_rows('matches', "';'") }} as segment_match

    from listed

    where matches != ''

),

identified as (

    select
        {{ part_of('segment_match', "':'", 1) }} as segment_id,
        contact_id,
        cast({{ part_of('segment_match', "':'", 2) }} as integer) as rule_group

    from parted

    where segment_match != ''

)

select * from identified
