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

identifiers as (

    select * from {{ ref('int_contact_identifiers__cleaned') }}

    where identifier_type = 'email'

),

touchpoints as (

    select * from {{ ref('int_touchpoints__identified') }}

),

value_maps as (

    select * from {{ ref('value_maps') }}

),

keyed as (

    select *, {{ email_key('email') }} as email_key from consent_events

),

identified as (

    select
        keyed.consent_event_key as statement_key,
        coalesce(links.contact_id, emails.contact_id) as contact_id,
        coalesce(channels.value, 'other') as channel,
        coalesce(purposes.value, 'other') as purpose,
        coalesce(statuses.value, 'other') as consent_status,
        keyed.occurred_at as stated_at,
        keyed.legal_basis,
        keyed.jurisdiction,
        keyed.source_system
        || coalesce(': ' || keyed.evidence, '') as evidence

    from keyed

    left join links
        on keyed.contact_record_key = links.contact_record_key

    left join emails
        on keyed.email_key = emails.email_key

    left join value_maps as channels
        on
            channels.value_set = 'consent_channel'
            and lower(keyed.channel) = channels.raw_value

    left join value_maps as purposes
        on
            purposes.value_set = 'consent_purpose'
            and lower(keyed.purpose) = purposes.raw_value

    left join value_maps as statuses
        on
            statuses.value_set = 'consent_status'
            and lower(keyed.consent_status) = statuses.raw_value

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

    from identifiers

    inner join links
        on identifiers.contact_record_key = links.contact_record_key

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
