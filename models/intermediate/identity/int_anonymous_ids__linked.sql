-- Whose browser it is, for visits that name nobody: the contact who was last
-- recognised on it. Records are never linked by a browser, for people share it.
with

web_events as (

    select * from {{ ref('int_web_events__unioned') }}

    where
        anonymous_id is not null
        and cast(occurred_at as date) <= {{ as_of_date() }}

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

keyed as (

    select
        web_events.*,
        {{ email_key('web_events.email') }} as email_key

    from web_events

    left join mailbox_rules
        on {{ email_domain('web_events.email') }} = mailbox_rules.domain

),

recognised as (

    select
        keyed.source_system,
        keyed.source_instance,
        keyed.anonymous_id,
        coalesce(links.contact_id, emails.contact_id) as contact_id,
        row_number() over (
            partition by
                keyed.source_system,
                keyed.source_instance,
                keyed.anonymous_id
            order by keyed.occurred_at desc, keyed.web_event_key asc
        ) as newest_first

    from keyed

    left join links
        on keyed.contact_record_key = links.contact_record_key

    left join emails
        on keyed.email_key = emails.email_key

    where coalesce(links.contact_id, emails.contact_id) is not null

),

linked as (

    select
        source_system || coalesce('/' || nullif(source_instance, ''), '')
        || ':' || anonymous_id as anonymous_key,
        contact_id

    from recognised

    where newest_first = 1

)

select * from linked
