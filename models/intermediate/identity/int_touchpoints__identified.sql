-- Every touchpoint with its contact: the one it names, else the one whose
-- address it names; a visit that names nobody, the one whose browser it is.
-- Null: a browser that nobody was recognised on, or somebody nobody knows.
with

digital_touchpoints as (

    select * from {{ ref('int_digital_touchpoints__typed') }}

),

service_touchpoints as (

    select * from {{ ref('int_service_touchpoints__typed') }}

),

links as (

    select * from {{ ref('int_contacts__linked') }}

),

emails as (

    select * from {{ ref('int_contact_emails__linked') }}

),

anonymous_ids as (

    select * from {{ ref('int_anonymous_ids__linked') }}

),

mailbox_rules as (

    select * from {{ ref('mailbox_rules') }}

),

touchpoints as (

    select * from digital_touchpoints

    union all

    select * from service_touchpoints

),

keyed as (

    select
        touchpoints.*,
        {{ email_key('touchpoints.email') }} as email_key,
        case
            when
                touchpoints.contact_record_key is null
                and touchpoints.email is null
                then
                    touchpoints.source_system
                    || coalesce(
                        '/' || nullif(touchpoints.source_instance, ''), ''
                    )
                    || ':' || touchpoints.anonymous_id
        end as anonymous_key

    from touchpoints

    left join mailbox_rules
        on {{ email_domain('touchpoints.email') }} = mailbox_rules.domain

),

identified as (

    select
        keyed.*,
        coalesce(
            links.contact_id, emails.contact_id, anonymous_ids.contact_id
        ) as contact_id

    from keyed

    left join links
        on keyed.contact_record_key = links.contact_record_key

    left join emails
        on keyed.email_key = emails.email_key

    left join anonymous_ids
        on keyed.anonymous_key = anonymous_ids.anonymous_key

)

select * from identified
