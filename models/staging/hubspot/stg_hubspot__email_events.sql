with

source as (

    {{ read_source(source('hubspot', 'email_event')) }}

),

{% for kind in ['bounce', 'click', 'status_change'] %}

{{ kind }}s as (

    {{ read_source(source('hubspot', 'email_event_' ~ kind)) }}

),

{% endfor %}

campaigns as (

    {{ read_source(source('hubspot', 'email_campaign')) }}

),

detailed as (

    {# Fivetran keeps the details apart, Airbyte in the event #}
    select
        source.*,
        coalesce(campaigns.name, campaigns.subject) as campaign_name,
        coalesce(source.url, clicks.url) as clicked_url,
        upper(coalesce(source.bounce_category, bounces.category))
            as category,
        coalesce(source.bounce_status, bounces.status) as smtp_status,
        upper(coalesce(
            source.subscription_status, status_changes.subscription_status
        )) as status

    from source

    left join bounces
        on
            source.source_scope = bounces.source_scope
            and source.id = bounces.id
            and bounces.rejection is null

    left join clicks
        on
            source.source_scope = clicks.source_scope
            and source.id = clicks.id
            and clicks.rejection is null

    left join status_changes
        on
            source.source_scope = status_changes.source_scope
            and source.id = status_changes.id
            and status_changes.rejection is null

    left join campaigns
        on
            source.source_scope = campaigns.source_scope
            and source.campaign_id = campaigns.id
            and campaigns.rejection is null

),

renamed as (

    select
        ---------- ids
        record_key as email_event_key,
        source_system,
        source_instance,
        source_row,
        cast(null as {{ dbt.type_string() }}) as contact_record_key,
        campaign_id,

        ---------- strings
        recipient as email,
        case
            when upper(type) = 'STATUSCHANGE' and status = 'UNSUBSCRIBED'
                then 'unsubscribed'
            {% if not var('hubspot__count_filtered_events') -%}
            when is_filtered and upper(type) in ('OPEN', 'CLICK')
                then 'filtered_' || lower(type)
            {% endif -%}
            else lower(type)
        end as event_type,
        {# a full mailbox or a spam filter does not make an address bad #}
        case
            when upper(type) != 'BOUNCE' then null
            when category = 'UNKNOWN_USER' then 'hard'
            when category is not null or smtp_status like '4%' then 'soft'
            when smtp_status is not null then 'hard'
        end as bounce_type,
        campaign_name,
        clicked_url as url,

        ---------- dates and times
        created as occurred_at,

        ---------- faults
        record_id,
        bad_values,
        rejection

    from detailed

)

select * from renamed
