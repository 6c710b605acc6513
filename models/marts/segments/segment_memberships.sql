{% set salted_contact
    = "segments.holdout_salt || ':' || segment_matches.contact_id" %}

with

segment_matches as (

    select * from {{ ref('segment_matches') }}

),

segments as (

    select * from {{ ref('segments') }}

),

rule_groups as (

    select * from {{ ref('segment_rule_groups') }}

),

contacts as (

    select * from {{ ref('contacts') }}

),

contact_permissions as (

    select * from {{ ref('contact_permissions') }}

),

joined as (

    select
        segment_matches.segment_id,
        segment_matches.contact_id,
        segment_matches.rule_group,
        case
            when segment_matches.rule_group = 0 then 'included by hand'
            else rule_groups.rule_in_words
        end as reason,
        segments.exclusive_group,
        segments.priority,
        segments.channel,
        segments.purpose,
        coalesce(contact_permissions.is_permitted, false) as is_permitted,
        case
            when segments.channel = 'email'
                then contacts.is_email_mailable
            when segments.channel in ('sms', 'phone')
                then contacts.phone is not null
            when segments.channel = 'post'
                then contacts.postal_code is not null
            when segments.channel = 'ads'
                then contacts.is_email_mailable or contacts.phone is not null
            else false
        end as has_address,
        row_number() over (
            partition by
                segment_matches.contact_id, segments.exclusive_group
            order by segments.priority, segments.segment_id
        ) as rank_in_group,
        {{ dbt.hash(salted_contact) }} as holdout_hash,
        segments.holdout_hash_below

    from segment_matches

    inner join segments
        on segment_matches.segment_id = segments.segment_id

    inner join contacts
        on segment_matches.contact_id = contacts.contact_id

    left join rule_groups
        on
            segment_matches.segment_id = rule_groups.segment_id
            and segment_matches.rule_group = rule_groups.rule_group

    left join contact_permissions
        on
            segment_matches.contact_id = contact_permissions.contact_id
            and segments.channel = contact_permissions.channel
            and segments.purpose = contact_permissions.purpose

),

judged as (

    select
        *,
        exclusive_group is null or rank_in_group = 1 as is_primary,
        is_permitted and has_address as is_reachable,
        substr(holdout_hash, 1, 8) < holdout_hash_below as is_holdout

    from joined

),

completed as (

    select
        {{ dbt.hash("segment_id || '|' || contact_id") }} as membership_id,
        segment_id,
        contact_id,
        rule_group,
        reason,
        exclusive_group,
        priority,
        case
            when exclusive_group is not null
                then cast(rank_in_group as integer)
        end as rank_in_group,
        is_primary,
        channel,
        purpose,
        is_permitted,
        is_reachable,
        is_holdout,
        (is_reachable or channel = 'internal')
        and is_primary
        and not is_holdout as is_actionable,
        {{ as_of_date() }} as as_of_on

    from judged

)

select * from completed
