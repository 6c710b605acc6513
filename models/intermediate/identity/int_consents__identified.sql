{#
    Who said what about permission, and when: consent events, unsubscribes and
    complaints, and opt-out flags, which speak of marketing by e-mail, undated.
#}
with

contacts as (

    select * from {{ ref('int_contacts__merged') }}

),

consent_events as (

    select * from {{ ref('int_consent_events__unioned') }}

),

links as (

    select * from {{ ref('int_contacts__linked') }}

),

emails as (

    select * from {{ ref('int_contact_emails__linked') }}

),

touchpoints as (

    select * from {{ ref('int_touchpoints__identified') }}

),

value_maps as (

    select * from {{ ref('value_maps') }}

),

mailbox_rules as (

    select * from {{ ref('mailbox_rules') }}

),

identified as (

    select
        consent_events.consent_event_key as statement_key,
        coalesce(links.contact_id, emails.contact_id) as contact_id,
        coalesce(channels.value, 'other') as channel,
        coalesce(purposes.value, 'other') as purpose,
        coalesce(statuses.value, 'other') as consent_status,
        consent_events.occurred_at as stated_at,
        consent_events.legal_basis,
        consent_events.jurisdiction,
        consent_events.source_system
        || coalesce(': ' || consent_events.evidence, '') as evidence

    from consent_events

    left join links
        on consent_events.contact_record_key = links.contact_record_key

    left join mailbox_rules
        on {{ email_domain('consent_events.email') }} = mailbox_rules.domain

    left join emails
        on {{ email_key('consent_events.email') }} = emails.email_key

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

    union all

    select
        activity_key as statement_key,
        contact_id,
        'email' as channel,
        'marketing' as purpose,
        'withdrawn' as consent_status,
        occurred_at as stated_at,
        cast(null as {{ dbt.type_string() }}) as legal_basis,
        cast(null as {{ dbt.type_string() }}) as jurisdiction,
        source_system || ': ' || activity_type as evidence

    from touchpoints

    where activity_type in ('email_unsubscribed', 'email_complained')

    union all

    select
        contact_id || ':opt_out_flag' as statement_key,
        contact_id,
        'email' as channel,
        'marketing' as purpose,
        'denied' as consent_status,
        cast(null as {{ dbt.type_timestamp() }}) as stated_at,
        cast(null as {{ dbt.type_string() }}) as legal_basis,
        cast(null as {{ dbt.type_string() }}) as jurisdiction,
        'opt-out flag of a record' as evidence

    from contacts

    where is_email_opted_out

),

mailboxes as (

    select distinct
        identifiers.identifier_value as email_key,
        links.contact_id

    from {{ ref('int_contact_identifiers__cleaned') }} as identifiers

    inner join links
        on identifiers.contact_record_key = links.contact_record_key

    where identifiers.identifier_type = 'email'

),

{# a mailbox of several people that one of them has closed is closed #}
spread as (

    select * from identified

    union all

    select distinct
        identified.statement_key || ':' || theirs.contact_id as statement_key,
        theirs.contact_id,
        identified.channel,
        identified.purpose,
        identified.consent_status,
        identified.stated_at,
        identified.legal_basis,
        identified.jurisdiction,
        identified.evidence || ' (shared address)' as evidence

    from identified

    inner join mailboxes as mine
        on identified.contact_id = mine.contact_id

    inner join mailboxes as theirs
        on
            mine.email_key = theirs.email_key
            and mine.contact_id != theirs.contact_id

    where
        identified.channel = 'email'
        and identified.consent_status in ('withdrawn', 'denied')

)

select * from spread
