-- The golden record. Records are ranked once per contact: living before
-- deleted, CRM before guest, then the newest. Each field is the first filled
-- one in that order; an address is taken whole from one record.
{% set address = "coalesce(city, region, country, postal_code) is not null" %}

with

contacts as (

    select * from {{ ref('int_contacts__cleaned') }}

),

links as (

    select * from {{ ref('int_contacts__linked') }}

),

ranked as (

    select
        links.contact_id,
        contacts.*,
        row_number() over (
            partition by links.contact_id
            order by
                contacts.is_deleted asc,
                case contacts.record_type
                    when 'contact' then 1
                    when 'lead' then 2
                    else 3
                end asc,
                case
                    when contacts.merged_into_record_key is null then 0 else 1
                end asc,
                contacts.updated_at desc nulls last,
                contacts.contact_record_key asc
        ) as record_rank

    from contacts

    inner join links
        on contacts.contact_record_key = links.contact_record_key

),

merged as (

    select
        contact_id,
        {{ surviving('contact_record_key') }} as primary_record_key,
        {{ surviving('email', 'email_key is not null') }} as email,
        {{ surviving('email_key') }} as email_key,
        {{ surviving('phone') }} as phone,
        {{ surviving('first_name') }} as first_name,
        {{ surviving('last_name') }} as last_name,
        {{ surviving('company_record_key') }} as company_record_key,
        {{ surviving('company_name') }} as company_name,
        {{ surviving('job_title') }} as job_title,
        {{ surviving('lifecycle_stage') }} as lifecycle_stage,
        {{ surviving('lead_status') }} as lead_status,
        {{ surviving('source_channel') }} as source_channel,
        {{ surviving('utm_source') }} as utm_source,
        {{ surviving('utm_medium') }} as utm_medium,
        {{ surviving('utm_campaign') }} as utm_campaign,
        {{ surviving('city', address) }} as city,
        {{ surviving('region', address) }} as region,
        {{ surviving('country', address) }} as country,
        {{ surviving('postal_code', address) }} as postal_code,
        {{ surviving('language') }} as language,
        {{ surviving('gender') }} as gender,
        {{ surviving('owner') }} as owner,
        cast({{ surviving('birth_on') }} as date) as birth_on,
        {{ dbt.bool_or("coalesce(is_email_opted_out, false)") }}
            as is_email_opted_out,
        min(case when is_deleted then 1 else 0 end) = 1 as is_archived,
        min(case when record_type = 'guest' then 1 else 0 end) = 1 as is_guest,
        count(*) as record_count,
        count(distinct source_system) as source_system_count,
        min(created_at) as created_at

    from ranked

    group by contact_id

)

select * from merged
