-- The last look before anything leaves: each membership and profile is held
-- against the suppressions themselves, not against what was made of them.
with

memberships as (

    select * from {{ ref('segment_memberships') }}

),

profiles as (

    select * from {{ ref('contact_profiles') }}

),

suppressions as (

    select * from {{ ref('contact_suppressions') }}

),

permissions as (

    select * from {{ ref('contact_permissions') }}

),

profile_channels as (

    {% for channel in ['email', 'sms', 'phone'] %}

    select
        contact_id,
        '{{ channel }}' as channel,
        is_{{ channel }}_permitted as is_permitted

    from profiles

    {{ 'union all' if not loop.last }}

    {% endfor %}

)

select
    memberships.contact_id,
    memberships.segment_id || ': in a segment in spite of '
    || suppressions.reason as problem

from memberships

inner join suppressions
    on memberships.contact_id = suppressions.contact_id

where
    suppressions.is_out_of_segments
    or suppressions.is_out_of_scores

union all

select
    memberships.contact_id,
    memberships.segment_id || ': reachable in spite of '
    || suppressions.reason as problem

from memberships

inner join suppressions
    on memberships.contact_id = suppressions.contact_id

where
    (
        memberships.is_permitted
        or memberships.is_reachable
        or (memberships.is_actionable and memberships.channel != 'internal')
    )
    and {{ is_closed('suppressions', 'memberships.channel', 'memberships.purpose') }}

union all

select
    memberships.contact_id,
    memberships.segment_id || ': reachable without permission' as problem

from memberships

left join permissions
    on
        memberships.contact_id = permissions.contact_id
        and memberships.channel = permissions.channel
        and memberships.purpose = permissions.purpose
        and permissions.permission_status in ('granted', 'implied')

where
    (
        memberships.is_reachable
        or (memberships.is_actionable and memberships.channel != 'internal')
    )
    and permissions.contact_id is null

union all

select
    profile_channels.contact_id,
    profile_channels.channel || ': permitted in a profile in spite of '
    || suppressions.reason as problem

from profile_channels

inner join suppressions
    on profile_channels.contact_id = suppressions.contact_id

where
    profile_channels.is_permitted
    and {{ is_closed('suppressions', 'profile_channels.channel', "'marketing'") }}

union all

select
    profiles.contact_id,
    'segments or scores in a profile in spite of '
    || suppressions.reason as problem

from profiles

inner join suppressions
    on profiles.contact_id = suppressions.contact_id

where
    suppressions.is_out_of_scores
    or (suppressions.is_out_of_segments and profiles.segment_count > 0)
