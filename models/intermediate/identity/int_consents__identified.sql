{#
    Who said what about permission, and when: consent events, unsubscribes and
    complaints, and opt-out flags, which speak of marketing by e-mail, undated.
    What one says of a mailbox that several have holds for all of them.
#}
with

contacts as (

    select * from {{ ref('int_contacts__merged') }}

),

stated as (

    select * from {{ ref('int_consents__stated') }}

),

links as (

    select * from {{ ref('int_contacts__linked') }}

),

identifiers as (

    select * from {{ ref('int_contact_identifiers__cleaned') }}

    where identifier_type = 'email'

),

touchpoints as (

    select * from {{ ref('int_touchpoints__identified') }}

),

identified as (

    select
        statement_key,
        contact_id,
        channel,
        purpose,
        consent_status,
        is_explicit,
        stated_at,
        legal_basis,
        jurisdiction,
        evidence

    from stated

    union all

    select
        activity_key as statement_key,
        contact_id,
        'email' as channel,
        'marketing' as purpose,
        'withdrawn' as consent_status,
        false as is_explicit,
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
        false as is_explicit,
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
        identified.is_explicit,
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
        identified.channel in ('email', 'all')
        and identified.consent_status in ('withdrawn', 'denied')

)

select * from spread
