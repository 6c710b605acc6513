{#
    What becomes of a lead is a customer, and its contacts may be other people. A
    converted lead is one person with the only contact of that customer who has
    its mobile phone, or with a customer without contacts that has it. (Those who
    share an address are found anyway.)
#}
with

source as (

    {{ read_source(source('wukong', 'leads')) }}

),

contacts as (

    {{ read_source(source('wukong', 'contacts')) }}

),

customers as (

    {{ read_source(source('wukong', 'customer')) }}

),

users as (

    {{ read_source(source('wukong', 'user')) }}

),

fields as (

    {{ read_source(source('wukong', 'field')) }}

),

lead_values as (

    {{ wukong_values(source('wukong', 'leads_data')) }}

),

origins as (

    {{ wukong_field('lead_values', 'source') }}

),

{{ wukong_main_contacts() }},

same_people as (

    select
        source.record_key,
        min(contacts.record_key) as contact_record_key

    from source

    inner join contacts
        on source.source_scope = contacts.source_scope
            and source.customer_id = contacts.customer_id
            and source.mobile = contacts.mobile

    where
        source.is_transform = 1
        and source.rejection is null
        and contacts.rejection is null

    group by source.record_key

    having count(*) = 1

),

renamed as (

    select
        ---------- ids
        source.source_scope || ':lead-'
        || source.record_id as contact_record_key,
        source.source_system,
        source.source_instance,
        source.source_row,
        source.leads_id as source_contact_id,
        source.source_scope || ':' || customers.record_id as company_record_key,
        case
            when same_people.contact_record_key is not null
                then same_people.contact_record_key
            when
                source.is_transform = 1
                and source.mobile = customers.mobile
                and main_contacts.record_key is null
                then source.source_scope || ':customer-' || customers.record_id
        end as merged_into_record_key,

        ---------- strings
        'lead' as record_type,
        source.email,
        coalesce(source.mobile, source.telephone) as phone,
        cast(null as {{ dbt.type_string() }}) as first_name,
        source.leads_name as last_name,
        cast(null as {{ dbt.type_string() }}) as company_name,
        cast(null as {{ dbt.type_string() }}) as job_title,
        case
            when coalesce(source.is_transform, 0) != 1 then 'lead'
        end as lifecycle_stage,
        case
            when source.is_transform = 1 then 'converted'
            when source.followup = 1 then 'contacted'
            when source.followup = 0 then 'not contacted'
        end as lead_status,
        origins.value as source_channel,
        cast(null as {{ dbt.type_string() }}) as utm_source,
        cast(null as {{ dbt.type_string() }}) as utm_medium,
        cast(null as {{ dbt.type_string() }}) as utm_campaign,
        cast(null as {{ dbt.type_string() }}) as city,
        cast(null as {{ dbt.type_string() }}) as region,
        cast(null as {{ dbt.type_string() }}) as country,
        cast(null as {{ dbt.type_string() }}) as postal_code,
        cast(null as {{ dbt.type_string() }}) as language,
        cast(null as {{ dbt.type_string() }}) as gender,
        coalesce(users.realname, source.owner_user_id) as owner,
        cast(null as {{ dbt.type_string() }}) as tags,
        source.extra_values,

        ---------- booleans
        cast(null as {{ dbt.type_boolean() }}) as is_email_opted_out,
        {{ wukong_is_gone() }} as is_deleted,

        ---------- dates and times
        cast(null as date) as birth_on,
        source.create_time as created_at,
        source.update_time as updated_at,

        ---------- faults
        source.record_id,
        source.bad_values,
        source.rejection

    from source

    left join same_people
        on source.record_key = same_people.record_key

    left join customers
        on source.source_scope = customers.source_scope
            and source.customer_id = customers.record_id
            and customers.rejection is null

    left join main_contacts
        on source.source_scope = main_contacts.source_scope
            and source.customer_id = main_contacts.customer_id
            and main_contacts.contact_rank = 1

    left join origins
        on source.source_scope = origins.source_scope
            and source.batch_id = origins.batch_id

    left join users
        on source.source_scope = users.source_scope
            and source.owner_user_id = users.record_id
            and users.rejection is null

)

select * from renamed
