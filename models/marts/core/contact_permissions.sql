{#
    Consent fails closed. The newest statement counts; at the same moment a no
    beats a yes, and a no without a date beats every yes. Merged records share
    one permission, so the strictest holds.
#}
with

consents as (

    select * from {{ ref('int_consents__identified') }}

),

ranked as (

    select
        *,
        row_number() over (
            partition by contact_id, channel, purpose
            order by
                case
                    when stated_at is null and consent_status != 'granted'
                        then 0
                    when stated_at is null then 2
                    else 1
                end asc,
                stated_at desc,
                case consent_status
                    when 'withdrawn' then 0
                    when 'denied' then 1
                    when 'granted' then 3
                    else 2
                end asc,
                statement_key asc
        ) as statement_rank

    from consents

    where
        contact_id is not null
        and (
            {{ is_known_by_then('stated_at') }}
            -- a no without a date has always been one
            or (stated_at is null and consent_status != 'granted')
        )

),

decided as (

    select
        contact_id || ':' || channel || ':' || purpose as permission_key,
        contact_id,
        channel,
        purpose,
        case
            when consent_status in ('granted', 'denied', 'withdrawn')
                then consent_status
            else 'unknown'
        end as permission_status,
        consent_status = 'granted' as is_permitted,
        stated_at as decided_at,
        legal_basis,
        jurisdiction,
        evidence

    from ranked

    where statement_rank = 1

)

select * from decided
