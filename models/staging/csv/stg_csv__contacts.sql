with

source as (

    {{ read_source(source('csv', 'contacts')) }}

),

renamed as (

    select
        ---------- ids
        record_key as contact_record_key,
        source_system,
        source_instance,
        source_row,
        contact_id as source_contact_id,
        source_scope || ':' || company_id as company_record_key,
        source_scope || ':' || merged_into_contact_id as merged_into_record_key,

        ---------- strings
        'contact' as record_type,
        email,
        phone,
        first_name,
        last_name,
        company_name,
        job_title,
        lifecycle_stage,
        lead_status,
        source_channel,
        utm_source,
        utm_medium,
        utm_campaign,
        city,
        region,
        country,
        postal_code,
        language,
        gender,
        owner,
        {{ tags_in_one_cell() }} as tags,
        extra_values,

        ---------- booleans
        email_opt_out as is_email_opted_out,
        coalesce(is_deleted, false) as is_deleted,

        ---------- dates and times
        birth_date as birth_on,
        created_at,
        updated_at,

        ---------- faults
        record_id,
        bad_values,
        rejection

    from source

)

select * from renamed
