-- A rule over a field that few contacts have finds few people and says nothing
-- about the others.
{{ config(severity='warn') }}

with

contacts as (

    select * from {{ ref('contacts') }}

    where not is_archived and not is_guest

),

contact_field_rules as (

    select * from {{ ref('contact_field_rules') }}

),

segments as (

    select * from {{ ref('segments') }}

),

segment_rules as (

    select * from {{ ref('segment_rules') }}

),

filled as (

    {% for field in contact_quality_fields() %}

    select
        '{{ field }}' as field_name,
        {{ rounded_ratio('count(' ~ field ~ ')', 'nullif(count(*), 0)') }}
            as filled_share

    from contacts

    {{ 'union all' if not loop.last }}

    {% endfor %}

),

used as (

    select distinct
        contact_field_rules.field_name,
        contact_field_rules.minimum_filled_share,
        segment_rules.segment_id,
        segment_rules.feature_name

    from contact_field_rules

    inner join segment_rules
        on {{ dbt.position(
            "';' || segment_rules.feature_name || ';'",
            "';' || contact_field_rules.feature_names || ';'"
        ) }} > 0

    inner join segments
        on segment_rules.segment_id = segments.segment_id

)

select
    used.segment_id,
    used.feature_name,
    used.field_name,
    filled.filled_share,
    used.minimum_filled_share

from used

inner join filled
    on used.field_name = filled.field_name

where filled.filled_share < used.minimum_filled_share
