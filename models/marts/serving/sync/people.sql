-- published after every test of the segments
-- depends_on: {{ ref('current_build') }}
with

audience_memberships as (

    select * from {{ ref('audience_memberships') }}

),

audiences as (

    select * from {{ ref('audiences') }}

),

contact_profiles as (

    select * from {{ ref('contact_profiles') }}

),

-- an address leaves for the channel that was permitted, not for another
reached as (

    select
        audience_memberships.person_id,
        max(case when audiences.channel in ('email', 'ads') then 1 else 0 end)
            as by_email,
        max(case
            when audiences.channel in ('sms', 'phone', 'ads') then 1
            else 0
        end) as by_phone,
        max(case when audiences.channel = 'post' then 1 else 0 end) as by_post,
        cast(count(*) as integer) as audience_count

    from audience_memberships

    inner join audiences
        on audience_memberships.audience_id = audiences.audience_id

    group by audience_memberships.person_id

),

addressed as (

    select
        reached.person_id,
        case when reached.by_email = 1 then contact_profiles.email end as email,
        case when reached.by_phone = 1 then contact_profiles.phone end as phone,
        contact_profiles.first_name,
        contact_profiles.last_name,
        contact_profiles.language,
        contact_profiles.country,
        case when reached.by_post = 1 then contact_profiles.postal_code end
            as postal_code,
        reached.audience_count

    from reached

    inner join contact_profiles
        on reached.person_id = contact_profiles.contact_id

)

select * from addressed
