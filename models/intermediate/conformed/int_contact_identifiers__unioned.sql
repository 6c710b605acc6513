with

unioned as (

    {% for model in staged_models('contact_identifiers') %}

    select
        contact_record_key,
        source_system,
        source_instance,
        identifier_type,
        identifier_value

    from {{ ref(model) }}

    {{ 'union all' if not loop.last }}

    {% else %}

    {{ no_rows({
        'contact_record_key': dbt.type_string(),
        'source_system': dbt.type_string(),
        'source_instance': dbt.type_string(),
        'identifier_type': dbt.type_string(),
        'identifier_value': dbt.type_string()
    }) }}

    {% endfor %}

)

select * from unioned
