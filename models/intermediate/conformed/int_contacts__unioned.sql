with

unioned as (

    {% for model in staged_models('contacts') %}

    select
        contact_record_key,
        source_system,
        source_instance,
        source_row,
        source_contact_id,
        company_record_key,
        merged_into_record_key,
        record_type,
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
        tags,
        extra_values,
        is_email_opted_out,
        is_deleted,
        birth_on,
        created_at,
        updated_at

    from {{ ref(model) }}

    where rejection is null

    {{ 'union all' if not loop.last }}

    {% else %}

    {{ no_rows({
        'contact_record_key': dbt.type_string(),
        'source_system': dbt.type_string(),
        'source_instance': dbt.type_string(),
        'source_row': dbt.type_bigint(),
        'source_contact_id': dbt.type_string(),
        'company_record_key': dbt.type_string(),
        'merged_into_record_key': dbt.type_string(),
        'record_type': dbt.type_string(),
        'email': dbt.type_string(),
        'phone': dbt.type_string(),
        'first_name': dbt.type_string(),
        'last_name': dbt.type_string(),
        'company_name': dbt.type_string(),
        'job_title': dbt.type_string(),
        'lifecycle_stage': dbt.type_string(),
        'lead_status': dbt.type_string(),
        'source_channel': dbt.type_string(),
        'utm_source': dbt.type_string(),
        'utm_medium': dbt.type_string(),
        'utm_campaign': dbt.type_string(),
        'city': dbt.type_string(),
        'region': dbt.type_string(),
        'country': dbt.type_string(),
        'postal_code': dbt.type_string(),
        'language': dbt.type_string(),
        'gender': dbt.type_string(),
        'owner': dbt.type_string(),
        'tags': dbt.type_string(),
        'extra_values': dbt.type_string(),
        'is_email_opted_out': dbt.type_boolean(),
        'is_deleted': dbt.type_boolean(),
        'birth_on': 'date',
        'created_at': dbt.type_timestamp(),
        'updated_at': dbt.type_timestamp()
    }) }}

    {% endfor %}

)

select * from unioned
