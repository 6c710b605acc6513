{#
    What the systems' consent events say, and who said it. A no about a channel
    or purpose that nobody knows is a no to all of them; a yes to it is none. A
    yes is explicit when the person gave it, on a day that is known: on no other
    legal basis than consent, and not loaded from a list.
#}
with

said as (

    select * from {{ ref('int_consent_events__unioned') }}

),

mailbox_rules as (

    select * from {{ ref('mailbox_rules') }}

),

links as (

    select * from {{ ref('int_contacts__linked') }}

),

emails as (

    select * from {{ ref('int_contact_emails__linked') }}

),

value_maps as (

    select * from {{ ref('value_maps') }}

),

implicit_evidence as (

    select * from {{ ref('implicit_evidence') }}

),

consent_events as (

    select
        said.*,
        {{ email_key('said.email') }} as email_key

    from said

    left join mailbox_rules
        on {{ email_domain('said.email') }} = mailbox_rules.domain

),

{# many statements have the same evidence, so each is looked at once #}
evidences as (

    select distinct evidence from consent_events

),

implicit as (

    select distinct evidences.evidence

    from evidences

    inner join implicit_evidence
        on {{ dbt.position(
            "' ' || " ~ words('implicit_evidence.words', ' ') ~ " || ' '",
            "' ' || " ~ words('evidences.evidence', ' ') ~ " || ' '"
        ) }} > 0

),

translated as (

    select
        consent_events.*,
        channels.value as known_channel,
        purposes.value as known_purpose,
        coalesce(statuses.value, 'other') as known_status,
        coalesce(bases.value, lower(consent_events.legal_basis))
            as known_legal_basis,
        implicit.evidence is not null as is_implicit

    from consent_events

    left join value_maps as channels
        on
            channels.value_set = 'consent_channel'
            and lower(consent_events.channel) = channels.raw_value

    left join value_maps as purposes
        on
            purposes.value_set = 'consent_purpose'
            and lower(consent_events.purpose) = purposes.raw_value

    left join value_maps as statuses
        on
            statuses.value_set = 'consent_status'
            and lower(consent_events.consent_status) = statuses.raw_value

    left join value_maps as bases
        on
            bases.value_set = 'legal_basis'
            and lower(consent_events.legal_basis) = bases.raw_value

    left join implicit
        on consent_events.evidence = implicit.evidence

),

identified as (

    select
        translated.consent_event_key as statement_key,
        coalesce(links.contact_id, emails.contact_id) as contact_id,
        coalesce(
            translated.known_channel,
            case when translated.known_status in ('denied', 'withdrawn') then 'all' end,
            'other'
        ) as channel,
        coalesce(
            translated.known_purpose,
            case when translated.known_status in ('denied', 'withdrawn') then 'all' end,
            'other'
        ) as purpose,
        translated.known_status as consent_status,
        translated.known_status = 'granted'
        and translated.occurred_at is not null
        and coalesce(translated.known_legal_basis, 'consent') = 'consent'
        and not translated.is_implicit as is_explicit,
        translated.occurred_at as stated_at,
        translated.known_legal_basis as legal_basis,
        translated.jurisdiction,
        translated.source_system
        || coalesce(': ' || translated.evidence, '') as evidence

    from translated

    left join links
        on translated.contact_record_key = links.contact_record_key

    left join emails
        on translated.email_key = emails.email_key

)

select * from identified
