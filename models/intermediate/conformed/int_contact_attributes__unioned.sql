with

unioned as (

    {% for model in staged_models('contact_attributes') %}

    select
        contact_attribute_key,
        source_system,
        source_instance,
        source_row,
        contact_record_key,
        attribute_name,
        attribute_value,
        provider,
        observed_at

    from {{ ref(model) }}

    where rejection is null

    {{ 'union all' if not loop.last }}

    {% else %}

    {{ no_rows({
        'contact_attribute_key': dbt.type_string(),
        'source_system': dbt.type_string(),
        'source_instance': dbt.type_string(),
        'source_row': dbt.type_bigint(),
        'contact_record_key': dbt.type_string(),
        'attribute_name': dbt.type_string(),
        'attribute_value': dbt.type_string(),
        'provider': dbt.type_string(),
        'observed_at': dbt.type_timestamp()
    }) }}

    {% endfor %}

)

select * from unioned
