-- The changes may lie in a column of the table of their moments.
-- depends_on: {{ source('hubspot', 'subscription_change') }}
with

source as (

    {{ read_source(source('hubspot', 'email_subscription_change')) }}

),

subscriptions as (

    {{ read_source(source('hubspot', 'email_subscription')) }}

),

events as (

    {{ read_source(source('hubspot', 'email_event')) }}

),

drops as (

    {{ read_source(source('hubspot', 'email_event_dropped')) }}

),

named as (

    select
        source.*,
        subscriptions.category,
        coalesce(
            subscriptions.name, source.subscription_id
        ) as subscription_name

    from source

    left join subscriptions
        on
            source.source_scope = subscriptions.source_scope
            and source.subscription_id = subscriptions.id
            and subscriptions.rejection is null

),

stated as (

    {#
        To subscribe to something nobody knows is no consent to marketing; to
        unsubscribe from it takes it back. A bounce is neither.
    #}
    select
        record_key,
        source_system,
        source_instance,
        source_row,
        recipient,
        case
            when upper(change) not in ('SUBSCRIBED', 'UNSUBSCRIBED')
                then 'delivery'
            when subscription_id is null then 'marketing'
            when category is not null then category
            when upper(change) = 'SUBSCRIBED'
                then 'subscription ' || subscription_name
            else 'marketing'
        end as purpose,
        change as consent_status,
        coalesce('subscription ' || subscription_name, change_type)
        || coalesce(', ' || change_source, '') as evidence,
        changed_at as occurred_at,
        record_id,
        bad_values,
        rejection

    from named

    union all

    select
        events.record_key,
        events.source_system,
        events.source_instance,
        events.source_row,
        events.recipient,
        'marketing' as purpose,
        'UNSUBSCRIBED' as consent_status,
        coalesce(events.drop_reason, drops.drop_reason) as evidence,
        events.created as occurred_at,
        events.record_id,
        cast(null as {{ dbt.type_string() }}) as bad_values,
        cast(null as {{ dbt.type_string() }}) as rejection

    from events

    left join drops
        on
            events.source_scope = drops.source_scope
            and events.id = drops.id
            and drops.rejection is null

    where
        events.rejection is null
        and upper(coalesce(events.drop_reason, drops.drop_reason))
        like 'PREVIOUSLY_UNSUBSCRIBED%'

),

renamed as (

    select
        ---------- ids
        record_key as consent_event_key,
        source_system,
        source_instance,
        source_row,
        cast(null as {{ dbt.type_string() }}) as contact_record_key,

        ---------- strings
        recipient as email,
        'email' as channel,
        purpose,
        consent_status,
        cast(null as {{ dbt.type_string() }}) as legal_basis,
        evidence,
        cast(null as {{ dbt.type_string() }}) as jurisdiction,

        ---------- dates and times
        occurred_at,

        ---------- faults
        record_id,
        bad_values,
        rejection

    from stated

)

select * from renamed
