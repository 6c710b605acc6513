{#
    Why a contact is left alone by what they said and have not taken back, and
    by e-mails that came back for good.
#}
with

decided as (

    select * from {{ ref('int_consents__decided') }}

),

touchpoints as (

    select * from {{ ref('int_touchpoints__identified') }}

    where
        activity_type in (
            'email_bounced_hard', 'email_delivered', 'email_opened',
            'email_clicked', 'email_complained'
        )
        and contact_id is not null
        and cast(occurred_at as date) <= {{ as_of_date() }}

),

contacts as (

    select * from {{ ref('int_contacts__merged') }}

),

refused as (

    select
        *,
        permission_status in ('denied', 'withdrawn') as is_refusal,
        sum(case when permission_status in ('denied', 'withdrawn') then 1 else 0 end)
            over (partition by contact_id, purpose) as refused_channels

    from decided

),

said as (

    select
        contact_id,
        case
            when purpose = 'processing' then 'restricted_processing'
            when purpose = 'profiling' then 'profiling_objection'
            when channel = 'email' then 'unsubscribed'
            else 'do_not_call'
        end as reason,
        decided_at as suppressed_at,
        evidence

    from refused

    where
        is_refusal
        and (
            purpose = 'processing'
            or (purpose = 'profiling' and refused_channels = 5)
            or (purpose = 'marketing' and channel in ('email', 'phone'))
        )

),

{# an event that names no address was about the contact's own #}
addressed as (

    select
        touchpoints.contact_id,
        touchpoints.activity_type,
        touchpoints.occurred_at,
        touchpoints.source_system || ': ' || touchpoints.activity_type
            as evidence,
        coalesce(touchpoints.email_key, contacts.email_key) as address,
        contacts.email_key as own_address

    from touchpoints

    inner join contacts
        on touchpoints.contact_id = contacts.contact_id

),

{# an address may come to life again #}
mailed as (

    select
        *,
        max(case
            when activity_type in ('email_delivered', 'email_opened', 'email_clicked')
                then occurred_at
        end) over (partition by contact_id, address) as arrived_at

    from addressed

),

events as (

    select
        mailed.contact_id,
        case mailed.activity_type
            when 'email_complained' then 'complaint'
            else 'hard_bounce'
        end as reason,
        mailed.occurred_at as suppressed_at,
        mailed.evidence

    from mailed

    left join decided
        on
            mailed.contact_id = decided.contact_id
            and decided.channel = 'email'
            and decided.purpose = 'marketing'

    where
        (
            mailed.activity_type = 'email_complained'
            and coalesce(decided.agreed_at <= mailed.occurred_at, true)
        )
        or (
            mailed.activity_type = 'email_bounced_hard'
            and coalesce(mailed.address = mailed.own_address, true)
            and coalesce(mailed.arrived_at <= mailed.occurred_at, true)
        )

),

stacked as (

    select
        contact_id,
        reason,
        suppressed_at,
        evidence

    from said

    union distinct

    select
        contact_id,
        reason,
        suppressed_at,
        evidence

    from events

)

select * from stacked
