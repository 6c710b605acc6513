with

source as (

    {{ read_source(source('shopify', 'customer')) }}

),

addresses as (

    {{ read_source(source('shopify', 'customer_address')) }}

),

ranked_addresses as (

    select
        *,
        row_number() over (
            partition by source_scope, customer_id
            order by
                case when is_default then 0 else 1 end asc,
                id asc
        ) as address_rank

    from addresses

    where rejection is null

),

renamed as (

    select
        ---------- ids
        source.record_key as contact_record_key,
        source.source_system,
        source.source_instance,
        source.source_row,
        source.id as source_contact_id,
        cast(null as {{ dbt.type_string() }}) as company_record_key,
        cast(null as {{ dbt.type_string() }}) as merged_into_record_key,

        ---------- strings
        'contact' as record_type,
        source.email,
        coalesce(
            source.phone, source.address_phone, ranked_addresses.phone
        ) as phone,
        source.first_name,
        source.last_name,
        coalesce(
            source.address_company, ranked_addresses.company
        ) as company_name,
        cast(null as {{ dbt.type_string() }}) as job_title,
        cast(null as {{ dbt.type_string() }}) as lifecycle_stage,
        cast(null as {{ dbt.type_string() }}) as lead_status,
        cast(null as {{ dbt.type_string() }}) as source_channel,
        cast(null as {{ dbt.type_string() }}) as utm_source,
        cast(null as {{ dbt.type_string() }}) as utm_medium,
        cast(null as {{ dbt.type_string() }}) as utm_campaign,
        coalesce(source.address_city, ranked_addresses.city) as city,
        coalesce(source.address_region, ranked_addresses.province) as region,
        coalesce(
            source.address_country, ranked_addresses.country_code
        ) as country,
        coalesce(source.address_postal_code, ranked_addresses.zip) as postal_code,
        cast(null as {{ dbt.type_string() }}) as language,
        cast(null as {{ dbt.type_string() }}) as gender,
        cast(null as {{ dbt.type_string() }}) as owner,
        replace(source.tags, ',', ';') as tags,
        source.extra_values,

        ---------- booleans
        cast(null as {{ dbt.type_boolean() }}) as is_email_opted_out,
        coalesce(source.is_deleted, false) as is_deleted,

        ---------- dates and times
        cast(null as date) as birth_on,
        source.created_at,
        source.updated_at,

        ---------- faults
        source.record_id,
        source.bad_values,
        source.rejection

    from source

    left join ranked_addresses
        on source.source_scope = ranked_addresses.source_scope
            and source.id = ranked_addresses.customer_id
            and (
                source.default_address_id = ranked_addresses.id
                or (
                    source.default_address_id is null
                    and ranked_addresses.is_default
                    and ranked_addresses.address_rank = 1
                )
            )

)

select * from renamed
