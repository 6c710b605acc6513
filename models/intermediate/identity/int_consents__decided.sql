{#
    Which statement stands. A no stands against every yes, wherever it was said,
    but for an explicit one that is later; a no without a date against all. Where
    no refusal stands the newest statement does; one that is neither yes nor no
    (a confirmation that is awaited) leaves the permission unknown.
#}
with

statements as (

    select
        *,
        consent_status in ('denied', 'withdrawn') as is_refusal,
        coalesce(stated_at, cast('9999-12-31 00:00:00' as timestamp))
            as stands_from

    from {{ ref('int_consents__identified') }}

    where
        contact_id is not null
        and (
            {{ is_known_by_then('stated_at') }}
            -- a no without a date has always been one
            or (stated_at is null and consent_status != 'granted')
        )

),

channels as (

    {{ said_of(
        ['email', 'sms', 'phone', 'post', 'ads'],
        ['email', 'sms', 'phone', 'post', 'ads']
    ) }}

),

{# an order is confirmed even to who wants nothing else #}
purposes as (

    {{ said_of(
        ['marketing', 'service', 'profiling', 'sale_of_data', 'processing'],
        ['marketing', 'profiling', 'sale_of_data']
    ) }}

),

spread as (

    select
        statements.*,
        channels.meant as of_channel,
        purposes.meant as of_purpose

    from statements

    inner join channels
        on statements.channel = channels.said

    inner join purposes
        on statements.purpose = purposes.said

    where
        statements.is_refusal
        or (statements.channel != 'all' and statements.purpose != 'all')

),

weighed as (

    select
        *,
        max(case when is_refusal then stands_from end) over (
            partition by contact_id, of_channel, of_purpose
        ) as refused_at,
        max(case when is_explicit then stated_at end) over (
            partition by contact_id, of_channel, of_purpose
        ) as agreed_at

    from spread

),

judged as (

    select
        *,
        refused_at is not null
        and coalesce(agreed_at <= refused_at, true) as is_refused

    from weighed

),

ranked as (

    select
        *,
        row_number() over (
            partition by contact_id, of_channel, of_purpose
            order by
                case when is_refused and not is_refusal then 1 else 0 end asc,
                case when is_refused then stands_from end desc nulls last,
                stated_at desc nulls last,
                case consent_status
                    when 'withdrawn' then 0
                    when 'denied' then 1
                    when 'granted' then 3
                    else 2
                end asc,
                statement_key asc
        ) as statement_rank

    from judged

),

decided as (

    select
        contact_id,
        of_channel as channel,
        of_purpose as purpose,
        case
            when consent_status in ('granted', 'denied', 'withdrawn')
                then consent_status
            else 'unknown'
        end as permission_status,
        stated_at as decided_at,
        agreed_at,
        legal_basis,
        evidence

    from ranked

    where statement_rank = 1

)

select * from decided
