with

customers as (

    {{ read_source(source('wukong', 'customer')) }}

),

contacts as (

    {{ read_source(source('wukong', 'contacts')) }}

),

users as (

    {{ read_source(source('wukong', 'user')) }}

),

fields as (

    {{ read_source(source('wukong', 'field')) }}

),

customer_values as (

    {{ wukong_values(source('wukong', 'customer_data')) }}

),

origins as (

    {{ wukong_field('customer_values', 'source') }}

),

{{ wukong_main_contacts() }},

renamed as (

    {# faults of customers are listed with the companies #}
    select
        ---------- ids
        customers.source_scope || ':customer-'
        || customers.record_id as contact_record_key,
        customers.source_system,
        customers.source_instance,
        customers.source_row,
        customers.customer_id as source_contact_id,
        customers.record_key as company_record_key,
        cast(null as {{ dbt.type_string() }}) as merged_into_record_key,

        ---------- strings
        'contact' as record_type,
        customers.email,
        coalesce(customers.mobile, customers.telephone) as phone,
        cast(null as {{ dbt.type_string() }}) as first_name,
        cast(null as {{ dbt.type_string() }}) as last_name,
        customers.customer_name as company_name,
        cast(null as {{ dbt.type_string() }}) as job_title,
        case customers.deal_status
            when 1 then 'customer'
            when 0 then 'prospect'
        end as lifecycle_stage,
        cast(null as {{ dbt.type_string() }}) as lead_status,
        origins.value as source_channel,
        cast(null as {{ dbt.type_string() }}) as utm_source,
        cast(null as {{ dbt.type_string() }}) as utm_medium,
        cast(null as {{ dbt.type_string() }}) as utm_campaign,
        nullif({{ part_of('customers.address', "','", 2) }}, '') as city,
        nullif({{ part_of('customers.address', "','", 1) }}, '') as region,
        cast(null as {{ dbt.type_string() }}) as country,
        cast(null as {{ dbt.type_string() }}) as postal_code,
        cast(null as {{ dbt.type_string() }}) as language,
        cast(null as {{ dbt.type_string() }}) as gender,
        coalesce(users.realname, customers.owner_user_id) as owner,
        cast(null as {{ dbt.type_string() }}) as tags,
        customers.extra_values,

        ---------- booleans
        cast(null as {{ dbt.type_boolean() }}) as is_email_opted_out,
        coalesce(customers.status, 1) = 3
        or {{ wukong_is_gone('customers') }} as is_deleted,

        ---------- dates and times
        cast(null as date) as birth_on,
        customers.create_time as created_at,
        customers.update_time as updated_at,

        ---------- faults
        customers.record_id,
        cast(null as {{ dbt.type_string() }}) as bad_values,
        cast(null as {{ dbt.type_string() }}) as rejection

    from customers

    left join main_contacts
        on customers.source_scope = main_contacts.source_scope
            and customers.record_id = main_contacts.customer_id
            and main_contacts.contact_rank = 1

    left join origins
        on customers.source_scope = origins.source_scope
            and customers.batch_id = origins.batch_id

    left join users
        on customers.source_scope = users.source_scope
            and customers.owner_user_id = users.record_id
            and users.rejection is null

    where customers.rejection is null and main_contacts.record_key is null

)

select * from renamed
