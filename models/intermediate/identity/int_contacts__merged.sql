-- The golden record: the surviving values of a contact's records side by side,
-- and what holds of all of them.
with

contacts as (

    select * from {{ ref('int_contacts__cleaned') }}

),

links as (

    select * from {{ ref('int_contacts__linked') }}

),

surviving_values as (

    select * from {{ ref('int_contact_values__surviving') }}

),

{# the best record: living, contact before lead before guest, the newest #}
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

summed as (

    select
        contact_id,
        max(case when record_rank = 1 then contact_record_key end)
            as primary_record_key,
        {{ dbt.bool_or("coalesce(is_email_opted_out, false)") }}
            as is_email_opted_out,
        min(case when is_deleted then 1 else 0 end) = 1 as is_archived,
        min(case when record_type = 'guest' then 1 else 0 end) = 1 as is_guest,
        count(*) as record_count,
        count(distinct source_system) as source_system_count,
        min(created_at) as created_at

    from ranked

    group by contact_id

),

spread as (

    select
        contact_id,
        {% for field in surviving_fields() if field not in ['email', 'address'] %}
        max(case when field_name = '{{ field }}' then value end) as {{ field }},
        {% endfor %}
        max(case when field_name = 'email' then contact_record_key end)
            as email_record_key,
        max(case when field_name = 'address' then contact_record_key end)
            as address_record_key

    from surviving_values

    group by contact_id

),

merged as (

    select
        summed.contact_id,
        summed.primary_record_key,
        email_records.email,
        email_records.email_key,
        spread.phone,
        spread.first_name,
        spread.last_name,
        spread.company_record_key,
        spread.company_name,
        spread.job_title,
        spread.lifecycle_stage,
        spread.lead_status,
        spread.source_channel,
        spread.utm_source,
        spread.utm_medium,
        spread.utm_campaign,
        address_records.city,
        address_records.region,
        address_records.country,
        address_records.postal_code,
        spread.language,
        spread.gender,
        spread.owner,
        cast(spread.birth_on as date) as birth_on,
        summed.is_email_opted_out,
        summed.is_archived,
        summed.is_guest,
        summed.record_count,
        summed.source_system_count,
        summed.created_at

    from summed

    left join spread
        on summed.contact_id = spread.contact_id

    left join contacts as email_records
        on spread.email_record_key = email_records.contact_record_key

    left join contacts as address_records
        on spread.address_record_key = address_records.contact_record_key

)

select * from merged
