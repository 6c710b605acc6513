{# A name is one field, the family name first as a rule: it stays whole. #}
with

source as (

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

contact_values as (

    {{ wukong_values(source('wukong', 'contacts_data')) }}

),

customer_values as (

    {{ wukong_values(source('wukong', 'customer_data')) }}

),

genders as (

    {{ wukong_field('contact_values', 'sex') }}

),

origins as (

    {{ wukong_field('customer_values', 'source') }}

),

renamed as (

    select
        ---------- ids
        source.record_key as contact_record_key,
        source.source_system,
        source.source_instance,
        source.source_row,
        source.contacts_id as source_contact_id,
        source.source_scope || ':' || source.customer_id as company_record_key,
        cast(null as {{ dbt.type_string() }}) as merged_into_record_key,

        ---------- strings
        'contact' as record_type,
        source.email,
        coalesce(source.mobile, source.telephone) as phone,
        cast(null as {{ dbt.type_string() }}) as first_name,
        source.name as last_name,
        cast(null as {{ dbt.type_string() }}) as company_name,
        source.post as job_title,
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
        genders.value as gender,
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

    left join customers
        on source.source_scope = customers.source_scope
            and source.customer_id = customers.record_id
            and customers.rejection is null

    left join genders
        on source.source_scope = genders.source_scope
            and source.batch_id = genders.batch_id

    left join origins
        on customers.source_scope = origins.source_scope
            and customers.batch_id = origins.batch_id

    left join users
        on source.source_scope = users.source_scope
            and source.owner_user_id = users.record_id
            and users.rejection is null

)

select * from renamed
