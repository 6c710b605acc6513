-- What contacts did with people and in stores, and what they agreed to, in one
-- shape. What the systems call things is translated by value_maps.
{% set no_text = 'cast(null as ' ~ dbt.type_string() ~ ')' %}

with

value_maps as (

    select * from {{ ref('value_maps') }}

),

support_tickets as (

    select * from {{ ref('int_support_tickets__unioned') }}

),

loyalty_events as (

    select * from {{ ref('int_loyalty_events__unioned') }}

),

logged_activities as (

    select * from {{ ref('int_logged_activities__unioned') }}

),

consent_events as (

    select * from {{ ref('int_consent_events__unioned') }}

),

typed as (

    {{ touchpoints('support_tickets', {
        'key': 'ticket_key',
        'type': "'ticket_opened'",
        'at': 'created_at',
        'channel': 'channel',
        'detail_name': 'category',
    }) }}

    union all

    {{ touchpoints('support_tickets', {
        'key': 'ticket_key',
        'type': "'ticket_closed'",
        'at': 'closed_at',
        'channel': 'channel',
        'detail_name': 'category',
        'where': 'closed_at is not null',
    }) }}

    union all

    {{ touchpoints('support_tickets', {
        'key': 'ticket_key',
        'type': "'survey_csat_answered'",
        'at': 'coalesce(closed_at, created_at)',
        'channel': 'channel',
        'detail_name': 'category',
        'value': 'csat_score',
        'where': 'csat_score is not null',
    }) }}

    union all

    {{ touchpoints('loyalty_events', {
        'key': 'loyalty_event_key',
        'type': "case types.value
            when 'visit' then 'store_visited'
            when 'earn' then 'points_earned'
            when 'redeem' then 'points_redeemed'
            when 'tier_change' then 'tier_changed'
            when 'join' then 'loyalty_joined'
            else 'loyalty_other'
        end",
        'map': ['loyalty_event_type', 'event_type'],
        'channel': "'store'",
        'detail_name': "case when types.value in ('tier_change', 'join') then tier else location end",
        'value': 'points',
    }) }}

    union all

    {{ touchpoints('logged_activities', {
        'key': 'logged_activity_key',
        'type': "coalesce(types.value, 'other') || '_logged'",
        'map': ['activity_type', 'activity_type'],
        'channel': 'direction',
        'detail_name': 'outcome',
        'email': no_text,
    }) }}

    union all

    {{ touchpoints('consent_events', {
        'key': 'consent_event_key',
        'type': "'consent_' || coalesce(types.value, 'other')",
        'map': ['consent_status', 'consent_status'],
        'channel': 'channel',
        'detail_name': 'purpose',
        'where': 'occurred_at is not null',
    }) }}

)

select * from typed
