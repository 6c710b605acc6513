-- published after every test of the segments
-- depends_on: {{ ref('current_build') }}
with

segments as (

    select * from {{ ref('segments') }}

),

audience_memberships as (

    select * from {{ ref('audience_memberships') }}

),

counted as (

    select
        audience_id,
        count(*) as people

    from audience_memberships

    group by audience_id

),

described as (

    select
        segments.segment_id as audience_id,
        segments.segment_name as audience_name,
        segments.rules_in_words as description,
        segments.owner,
        segments.channel,
        segments.purpose,
        cast(coalesce(counted.people, 0) as integer) as people,
        segments.as_of_on

    from segments

    left join counted
        on segments.segment_id = counted.audience_id

    where segments.channel != 'internal'

)

select * from described
