with

unioned as (

    {% for model in staged_models('contact_tags') %}

    select
        contact_tag_key,
        source_system,
        source_instance,
        source_row,
        contact_record_key,
        tag,
        tagged_at

    from {{ ref(model) }}

    where rejection is null

    {{ 'union all' if not loop.last }}

    {% else %}

    {{ no_rows({
        'contact_tag_key': dbt.type_string(),
        'source_system': dbt.type_string(),
        'source_instance': dbt.type_string(),
        'source_row': dbt.type_bigint(),
        'contact_record_key': dbt.type_string(),
        'tag': dbt.type_string(),
        'tagged_at': dbt.type_timestamp()
    }) }}

    {% endfor %}

)

select * from unioned
