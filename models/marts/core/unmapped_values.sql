with

value_maps as (

    select * from {{ ref('value_maps') }}

),

country_aliases as (

    select * from {{ ref('country_aliases') }}

),

used as (

    {% for value_set, column, model in [
        ('order_status', 'order_status', 'int_orders__unioned'),
        ('deal_status', 'deal_status', 'int_deals__unioned'),
        ('lifecycle_stage', 'lifecycle_stage', 'int_contacts__unioned'),
        ('lead_status', 'lead_status', 'int_contacts__unioned'),
        ('source_channel', 'source_channel', 'int_contacts__unioned'),
        ('gender', 'gender', 'int_contacts__unioned'),
        ('country', 'country', 'int_contacts__unioned'),
        ('email_event_type', 'event_type', 'int_email_events__unioned'),
        ('loyalty_event_type', 'event_type', 'int_loyalty_events__unioned'),
        ('social_event_type', 'event_type', 'int_social_events__unioned'),
        ('survey_type', 'survey_type', 'int_survey_responses__unioned'),
        ('activity_type', 'activity_type', 'int_logged_activities__unioned'),
        ('consent_channel', 'channel', 'int_consent_events__unioned'),
        ('consent_purpose', 'purpose', 'int_consent_events__unioned'),
        ('consent_status', 'consent_status', 'int_consent_events__unioned')
    ] %}

    select
        '{{ value_set }}' as value_set,
        source_system,
        lower({{ column }}) as raw_value,
        count(*) as row_count

    from {{ ref(model) }}

    where {{ column }} is not null

    group by
        source_system,
        lower({{ column }})

    {{ 'union all' if not loop.last }}

    {% endfor %}

),

unmapped as (

    select
        used.value_set,
        used.source_system,
        used.raw_value,
        used.row_count

    from used

    left join value_maps
        on
            used.value_set = value_maps.value_set
            and used.raw_value = value_maps.raw_value

    left join country_aliases
        on
            used.value_set = 'country'
            and used.raw_value = country_aliases.alias

    where
        value_maps.raw_value is null
        and country_aliases.alias is null

)

select * from unmapped
