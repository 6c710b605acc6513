with

value_maps as (

    select * from {{ ref('value_maps') }}

),

country_aliases as (

    select * from {{ ref('country_aliases') }}

),

region_aliases as (

    select * from {{ ref('region_aliases') }}

),

language_aliases as (

    select * from {{ ref('language_aliases') }}

),

currency_aliases as (

    select * from {{ ref('currency_aliases') }}

),

industry_aliases as (

    select * from {{ ref('industry_aliases') }}

),

job_titles as (

    select * from {{ ref('int_job_titles__classified') }}

),

contacts as (

    select * from {{ ref('int_contacts__cleaned') }}

),

{# where no region of a country is known none is missed #}
used as (

    select
        'region' as value_set,
        source_system,
        country || ': ' || region as raw_value,
        country || ':' || lower(region) as compared_value

    from contacts

    where
        region is not null
        and country in (select region_aliases.country_code from region_aliases)

    {% for value_set, column, model in [
        ('order_status', 'order_status', 'int_orders__unioned'),
        ('deal_status', 'deal_status', 'int_deals__unioned'),
        ('lifecycle_stage', 'lifecycle_stage', 'int_contacts__unioned'),
        ('lead_status', 'lead_status', 'int_contacts__unioned'),
        ('source_channel', 'source_channel', 'int_contacts__unioned'),
        ('gender', 'gender', 'int_contacts__unioned'),
        ('country', 'country', 'int_contacts__unioned'),
        ('language', 'language', 'int_contacts__unioned'),
        ('job_title', 'job_title', 'int_contacts__unioned'),
        ('industry', 'industry', 'int_companies__unioned'),
        ('currency', 'currency', 'int_orders__unioned'),
        ('currency', 'currency', 'int_deals__unioned'),
        ('currency', 'currency', 'int_carts__unioned'),
        ('email_event_type', 'event_type', 'int_email_events__unioned'),
        ('loyalty_event_type', 'event_type', 'int_loyalty_events__unioned'),
        ('social_event_type', 'event_type', 'int_social_events__unioned'),
        ('survey_type', 'survey_type', 'int_survey_responses__unioned'),
        ('activity_type', 'activity_type', 'int_logged_activities__unioned'),
        ('consent_channel', 'channel', 'int_consent_events__unioned'),
        ('consent_purpose', 'purpose', 'int_consent_events__unioned'),
        ('consent_status', 'consent_status', 'int_consent_events__unioned')
    ] %}

    union all

    select
        '{{ value_set }}' as value_set,
        source_system,
        lower({{ column }}) as raw_value,
        {% if value_set == 'industry' -%}
        {{ words(column, ' ') }}
        {%- elif value_set == 'language' -%}
        {{ part_of("replace(lower(language), '_', '-')", "'-'", 1) }}
        {%- else -%}
        lower({{ column }})
        {%- endif %} as compared_value

    from {{ ref(model) }}

    where {{ column }} is not null

    {% endfor %}

),

known as (

    select
        value_set,
        raw_value as compared_value

    from value_maps

    {% for value_set in ['country', 'language', 'currency', 'industry'] %}

    union all

    select
        '{{ value_set }}' as value_set,
        alias as compared_value

    from {{ value_set }}_aliases

    {% endfor %}

    union all

    select
        'region' as value_set,
        country_code || ':' || alias as compared_value

    from region_aliases

    union all

    select distinct
        'job_title' as value_set,
        lower(job_title) as compared_value

    from job_titles

    where coalesce(job_seniority, job_function) is not null

),

unmapped as (

    select
        used.value_set,
        used.source_system,
        used.raw_value,
        count(*) as row_count

    from used

    left join known
        on
            used.value_set = known.value_set
            and used.compared_value = known.compared_value

    where known.value_set is null

    group by
        used.value_set,
        used.source_system,
        used.raw_value

)

select * from unmapped
