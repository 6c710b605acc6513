with

unioned as (

    {% for model in staged_models('survey_responses') %}

    select
        response_key,
        source_system,
        source_instance,
        source_row,
        contact_record_key,
        email,
        survey_type,
        comment_text,
        score,
        score_max,
        responded_at

    from {{ ref(model) }}

    where rejection is null

    {{ 'union all' if not loop.last }}

    {% else %}

    {{ no_rows({
        'response_key': dbt.type_string(),
        'source_system': dbt.type_string(),
        'source_instance': dbt.type_string(),
        'source_row': dbt.type_bigint(),
        'contact_record_key': dbt.type_string(),
        'email': dbt.type_string(),
        'survey_type': dbt.type_string(),
        'comment_text': dbt.type_string(),
        'score': type_money(),
        'score_max': type_money(),
        'responded_at': dbt.type_timestamp()
    }) }}

    {% endfor %}

)

select * from unioned
