with

contact_permissions as (

    select * from {{ ref('contact_permissions') }}

),

contact_suppressions as (

    select * from {{ ref('contact_suppressions') }}

),

stacked as (

    select
        contact_id,
        channel,
        false as is_out_of_segments

    from contact_permissions

    where
        is_permitted
        and purpose = 'marketing'

    union all

    select
        contact_id,
        cast(null as {{ dbt.type_string() }}) as channel,
        is_out_of_segments

    from contact_suppressions

),

spread as (

    select
        contact_id,
        max(case when channel = 'email' then 1 else 0 end) = 1
            as is_email_permitted,
        max(case when channel = 'sms' then 1 else 0 end) = 1
            as is_sms_permitted,
        max(case when channel = 'phone' then 1 else 0 end) = 1
            as is_phone_permitted,
        max(case when is_out_of_segments then 1 else 0 end) = 1
            as is_out_of_segments

    from stacked

    group by contact_id

)

select * from spread
