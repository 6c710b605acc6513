with

contacts as (

    select * from {{ ref('int_contacts__merged') }}

),

company_links as (

    select * from {{ ref('int_companies__linked') }}

),

companies as (

    select * from {{ ref('companies') }}

),

emails as (

    select * from {{ ref('int_emails__classified') }}

),

job_titles as (

    select * from {{ ref('int_job_titles__classified') }}

),

value_maps as (

    select * from {{ ref('value_maps') }}

),

shared_addresses as (

    select * from {{ ref('int_contact_addresses__shared') }}

),

described as (

    select
        ---------- ids
        contacts.contact_id,
        contacts.primary_record_key,
        companies.company_id,

        ---------- who
        contacts.email,
        contacts.email_key,
        emails.email_kind,
        coalesce(emails.is_mailable, false) as is_email_mailable,
        contacts.phone,
        contacts.first_name,
        contacts.last_name,
        nullif(
            trim(
                coalesce(contacts.first_name, '') || ' '
                || coalesce(contacts.last_name, '')
            ),
            ''
        ) as full_name,
        {{ mapped('contacts.gender', 'genders') }} as gender,
        contacts.birth_on,
        contacts.language,
        contacts.city,
        contacts.region,
        contacts.country,
        contacts.postal_code,

        ---------- company
        coalesce(companies.company_name, contacts.company_name) as company_name,
        companies.industry,
        contacts.job_title,
        job_titles.job_seniority,
        job_titles.job_function,

        ---------- where the CRM puts it
        {{ mapped('contacts.lifecycle_stage', 'lifecycles') }}
            as lifecycle_stage,
        {{ mapped('contacts.lead_status', 'lead_statuses') }} as lead_status,
        {{ mapped('contacts.source_channel', 'channels') }} as source_channel,
        contacts.utm_source,
        contacts.utm_medium,
        contacts.utm_campaign,
        contacts.owner,

        ---------- state
        contacts.is_guest,
        shared_emails.identifier_value is not null as is_email_shared,
        shared_phones.identifier_value is not null as is_phone_shared,
        contacts.is_email_opted_out,
        contacts.is_archived,
        contacts.record_count,
        contacts.source_system_count,
        contacts.created_at

    from contacts

    left join company_links
        on contacts.company_record_key = company_links.company_record_key

    left join companies
        on company_links.company_id = companies.company_id

    left join emails
        on contacts.email_key = emails.email_key

    left join job_titles
        on contacts.job_title = job_titles.job_title

    left join value_maps as genders
        on
            genders.value_set = 'gender'
            and lower(contacts.gender) = genders.raw_value

    left join value_maps as lifecycles
        on
            lifecycles.value_set = 'lifecycle_stage'
            and lower(contacts.lifecycle_stage) = lifecycles.raw_value

    left join value_maps as lead_statuses
        on
            lead_statuses.value_set = 'lead_status'
            and lower(contacts.lead_status) = lead_statuses.raw_value

    left join value_maps as channels
        on
            channels.value_set = 'source_channel'
            and lower(contacts.source_channel) = channels.raw_value

    left join shared_addresses as shared_emails
        on
            shared_emails.identifier_type = 'email'
            and contacts.email_key = shared_emails.identifier_value

    left join shared_addresses as shared_phones
        on
            shared_phones.identifier_type = 'phone'
            and contacts.phone = shared_phones.identifier_value

)

select * from described
