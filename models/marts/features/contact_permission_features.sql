with

contact_permissions as (

    select * from {{ ref('contact_permissions') }}

),

spread as (

    select
        contact_id,
        max(case when channel = 'email' then 1 else 0 end) = 1
            as is_email_permitted,
        max(case when channel = 'sms' then 1 else 0 end) = 1
            as is_sms_permitted,
        max(case when channel = 'phone' then 1 else 0 end) = 1
            as is_phone_permitted

    from contact_permissions

    where
        is_permitted
        and purpose = 'marketing'

    group by contact_id

)

select * from spread
