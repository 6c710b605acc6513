-- Whose browser it is, for visits that name nobody: the contact who was last
-- recognised on it. Records are never linked by a browser, for people share it.
with

web_events as (

    select
        *,
        {{ email_key('email') }} as email_key

    from {{ ref('int_web_events__unioned') }}

    where
        anonymous_id is not null
        and cast(occurred_at as date) <= {{ as_of_date() }}

),

links as (

    select * from {{ ref('int_contacts__linked') }}

),

emails as (

    select * from {{ ref('int_contact_emails__linked') }}

),

recognised as (

    select
        web_events.source_system,
        web_events.source_instance,
        web_events.anonymous_id,
        coalesce(links.contact_id, emails.contact_id) as contact_id,
        row_number() over (
            partition by
                web_events.source_system,
                web_events.source_instance,
                web_events.anonymous_id
            order by web_events.occurred_at desc, web_events.web_event_key asc
        ) as newest_first

    from web_events

    left join links
        on web_events.contact_record_key = links.contact_record_key

    left join emails
        on web_events.email_key = emails.email_key

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
