with

contacts as (

    select * from {{ ref('contacts') }}

),

companies as (

    select * from {{ ref('companies') }}

),

contact_tags as (

    select * from {{ ref('contact_tags') }}

),

contact_activity_days as (

    select * from {{ ref('contact_activity_days') }}

),

contact_suppressions as (

    select * from {{ ref('contact_suppressions') }}

),

unscored as (

    select distinct contact_id

    from contact_suppressions

    where is_out_of_scores

),

active as (

    select distinct contact_id from contact_activity_days

),

{# who was not there yet on the as-of date has no features on it, and who
   objects to profiling has none at all #}
known as (

    select
        contacts.*,
        cast(contacts.created_at as date) as created_on,
        case
            when contacts.birth_on <= {{ as_of_date() }}
                then {{ years_since('contacts.birth_on') }}
        end as age_years,
        case
            when companies.employee_count between 1 and 10000000
                then cast(companies.employee_count as integer)
        end as employee_count

    from contacts

    left join active
        on contacts.contact_id = active.contact_id

    left join companies
        on contacts.company_id = companies.company_id

    left join unscored
        on contacts.contact_id = unscored.contact_id

    where
        unscored.contact_id is null
        and (
            {{ is_known_by_then('contacts.created_at') }}
            or active.contact_id is not null
        )

),

tag_lists as (

    select
        contact_id,
        {{ sorted_list("replace(tag, ';', ',')", ';') }} as tag_list

    from contact_tags

    where {{ is_known_by_then('tagged_at') }}

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
        known.age_years,
        case
            when known.age_years < 18 then 'under 18'
            when known.age_years < 25 then '18-24'
            when known.age_years < 35 then '25-34'
            when known.age_years < 45 then '35-44'
            when known.age_years < 55 then '45-54'
            when known.age_years < 65 then '55-64'
            when known.age_years >= 65 then '65+'
        end as age_band,
        case
            when known.age_years is not null
                then {{ days_to_anniversary('known.birth_on') }}
        end as days_to_birthday,
        known.company_name,
        known.industry,
        known.employee_count as company_employee_count,
        case
            when known.employee_count <= 10 then 'micro'
            when known.employee_count <= 50 then 'small'
            when known.employee_count <= 250 then 'medium'
            when known.employee_count <= 1000 then 'large'
            when known.employee_count > 1000 then 'enterprise'
        end as company_size_band,
        known.job_title,
        known.job_seniority,
        known.job_function,

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
