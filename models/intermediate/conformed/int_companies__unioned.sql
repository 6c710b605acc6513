with

unioned as (

    {% for model in staged_models('companies') %}

    select
        company_record_key,
        source_system,
        source_instance,
        source_row,
        source_company_id,
        parent_record_key,
        merged_into_record_key,
        company_name,
        domain,
        industry,
        revenue_currency,
        city,
        country,
        lifecycle_stage,
        employee_count,
        annual_revenue,
        is_deleted,
        created_at

    from {{ ref(model) }}

    where rejection is null

    {{ 'union all' if not loop.last }}

    {% else %}

    {{ no_rows({
        'company_record_key': dbt.type_string(),
        'source_system': dbt.type_string(),
        'source_instance': dbt.type_string(),
        'source_row': dbt.type_bigint(),
        'source_company_id': dbt.type_string(),
        'parent_record_key': dbt.type_string(),
        'merged_into_record_key': dbt.type_string(),
        'company_name': dbt.type_string(),
        'domain': dbt.type_string(),
        'industry': dbt.type_string(),
        'revenue_currency': dbt.type_string(),
        'city': dbt.type_string(),
        'country': dbt.type_string(),
        'lifecycle_stage': dbt.type_string(),
        'employee_count': dbt.type_bigint(),
        'annual_revenue': type_money(),
        'is_deleted': dbt.type_boolean(),
        'created_at': dbt.type_timestamp()
    }) }}

    {% endfor %}

)

select * from unioned
