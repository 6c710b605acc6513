with

contacts as (

    select * from {{ ref('contacts') }}

),

contact_tags as (

    select * from {{ ref('contact_tags') }}

),

contact_activity_days as (

    select * from {{ ref('contact_activity_days') }}

),

active as (

    select distinct contact_id from contact_activity_days

),

{# who was not there yet on the as-of date has no features on it #}
known as (

    select
        contacts.*,
        cast(contacts.created_at as date) as created_on

    from contacts

    left join active
        on contacts.contact_id = active.contact_id

    where
        contacts.created_at is null
        or cast(contacts.created_at as date) <= {{ as_of_date() }}
        or active.contact_id is not null

),

tag_lists as (

    select
        contact_id,
        {{ sorted_list("replace(tag, ';', ',')", ';') }} as tag_list

    from contact_tags

    where
        tagged_at is null
        or cast(tagged_at as date) <= {{ as_of_date() }}

    group by contact_id

),

described as (

    select
        known.contact_id,

        ---------- who
        known.country,
        known.region,
        known.city,
        known.language,
        known.gender,
        case
            when known.birth_on <= {{ as_of_date() }}
                then {{ years_since('known.birth_on') }}
        end as age_years,
        known.company_name,
        known.industry,
        known.job_title,

        ---------- how they came, where the CRM puts them
        known.source_channel,
        known.utm_source,
        known.utm_medium,
        known.utm_campaign,
        known.lifecycle_stage,
        known.lead_status,
        known.owner,
        ';' || tag_lists.tag_list || ';' as tags,
        known.is_guest,
        known.is_archived,
        case
            when known.created_on <= {{ as_of_date() }} then known.created_on
        end as created_on

    from known

    left join tag_lists
        on known.contact_id = tag_lists.contact_id

)

select * from described
