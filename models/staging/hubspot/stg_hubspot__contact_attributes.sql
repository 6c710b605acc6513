with

contacts as (

    {{ read_source(source('hubspot', 'contact')) }}

),

stacked as (

    {% for name, column in {
        'hubspot_score': 'hubspotscore',
        'predictive_score': 'hs_predictivecontactscore_v2',
        'legal_basis': 'hs_legal_basis',
        'marketable_status': 'hs_marketable_status',
        'hard_bounce_reason': 'hs_email_hard_bounce_reason_enum',
        'email_quarantined': 'hs_email_quarantined',
        'latest_source_channel': 'hs_latest_source',
        'page_view_count': 'hs_analytics_num_page_views',
        'visit_count': 'hs_analytics_num_visits',
        'last_visit_at': 'hs_analytics_last_visit_timestamp'
    }.items() %}

    select
        contacts.*,
        '{{ name }}' as attribute_name,
        {{ column }} as attribute_value

    from contacts

    where {{ column }} is not null and rejection is null

    {{ 'union all' if not loop.last }}

    {% endfor %}

),

renamed as (

    select
        ---------- ids
        record_key || '|' || attribute_name as contact_attribute_key,
        source_system,
        source_instance,
        source_row,
        record_key as contact_record_key,

        ---------- strings
        attribute_name,
        attribute_value,
        cast(null as {{ dbt.type_string() }}) as provider,

        ---------- dates and times
        lastmodifieddate as observed_at,

        ---------- faults
        record_id,
        cast(null as {{ dbt.type_string() }}) as bad_values,
        cast(null as {{ dbt.type_string() }}) as rejection

    from stacked

)

select * from renamed
