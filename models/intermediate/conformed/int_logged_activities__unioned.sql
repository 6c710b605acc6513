with

unioned as (

    {% for model in staged_models('logged_activities') %}

    select
        logged_activity_key,
        source_system,
        source_instance,
        source_row,
        contact_record_key,
        activity_type,
        direction,
        outcome,
        occurred_at

    from {{ ref(model) }}

    where rejection is null

    {{ 'union all' if not loop.last }}

    {% else %}

    {{ no_rows({
        'logged_activity_key': dbt.type_string(),
        'source_system': dbt.type_string(),
        'source_instance': dbt.type_string(),
        'source_row': dbt.type_bigint(),
        'contact_record_key': dbt.type_string(),
        'activity_type': dbt.type_string(),
        'direction': dbt.type_string(),
        'outcome': dbt.type_string(),
        'occurred_at': dbt.type_timestamp()
    }) }}

    {% endfor %}

)

select * from unioned
