-- What contacts did or received on a screen, in one shape. What the systems
-- call things is translated by value_maps. An event `identify` only says whose
-- browser it is: nobody did anything, least of all when a server sent it.
{% set no_text = 'cast(null as ' ~ dbt.type_string() ~ ')' %}

with

value_maps as (

    select * from {{ ref('value_maps') }}

),

email_events as (

    select * from {{ ref('int_email_events__unioned') }}

),

web_events as (

    select * from {{ ref('int_web_events__unioned') }}

),

carts as (

    select * from {{ ref('int_carts__unioned') }}

),

social_events as (

    select * from {{ ref('int_social_events__unioned') }}

),

survey_responses as (

    select * from {{ ref('int_survey_responses__unioned') }}

),

typed as (

    {{ touchpoints('email_events', {
        'key': 'email_event_key',
        'type': "'email_' || coalesce(types.value, 'other') || case
            when types.value = 'bounced' and lower(bounce_type) like '%soft%'
                then '_soft'
            when types.value = 'bounced' then '_hard'
            else ''
        end",
        'map': ['email_event_type', 'event_type'],
        'channel': "'email'",
        'detail_name': 'coalesce(campaign_name, campaign_id)',
        'detail_url': 'url',
    }) }}

    union all

    {{ touchpoints('web_events', {
        'key': 'web_event_key',
        'type': "case
            when lower(event_name) in ('page_view', 'page view', 'pageview', 'page')
                then 'page_viewed'
            else 'web_' || coalesce(" ~ words('event_name', '_') ~ ", 'other')
        end",
        'anonymous_id': 'anonymous_id',
        'channel': "'web'",
        'detail_name': 'coalesce(content_id, page_title)',
        'detail_url': 'page_url',
        'where': "coalesce(lower(event_name), '') != 'identify'",
    }) }}

    union all

    {{ touchpoints('carts', {
        'key': 'cart_key',
        'type': "'cart_created'",
        'at': 'created_at',
        'channel': "'web'",
        'detail_name': 'currency',
        'value': 'total_amount',
    }) }}

    union all

    {{ touchpoints('survey_responses', {
        'key': 'response_key',
        'type': "'survey_' || coalesce(types.value, 'other') || '_answered'",
        'map': ['survey_type', 'survey_type'],
        'at': 'responded_at',
        'value': "case types.value when 'csat' then " ~ five_point_score('score', 'score_max') ~ ' else score end',
    }) }}

    union all

    {{ touchpoints('social_events', {
        'key': 'social_event_key',
        'type': "'social_' || coalesce(types.value, 'other')",
        'map': ['social_event_type', 'event_type'],
        'channel': 'network',
        'email': no_text,
    }) }}

)

select * from typed
