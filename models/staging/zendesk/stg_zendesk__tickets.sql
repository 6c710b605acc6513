with

source as (

    {{ read_source(source('zendesk', 'ticket')) }}

),

users as (

    {{ read_source(source('zendesk', 'user')) }}

),

ticket_metrics as (

    {{ read_source(source('zendesk', 'ticket_metric')) }}

),

deleted_tickets as (

    {{ read_source(source('zendesk', 'deleted_ticket')) }}

),

merged_away as (

    {{ zendesk_merged_away(
        source('zendesk', 'ticket_tag'), source('zendesk', 'merged_ticket')
    ) }}

),

closings as (

    {{ zendesk_closings(source('zendesk', 'ticket_field_history')) }}

),

staged as (

    select
        source.*,
        users.role,
        merged_away.ticket_id is not null as is_merged_away,
        lower(source.status) = 'deleted'
        or source.is_connector_deleted
        or deleted_tickets.record_id is not null as is_deleted,
        coalesce(
            ticket_metrics.solved_at, closings.closed_at, source.updated_at
        ) as last_closed_at

    from source

    left join users
        on
            source.source_scope = users.source_scope
            and source.requester_id = users.record_id
            and users.rejection is null

    left join deleted_tickets
        on
            source.source_scope = deleted_tickets.source_scope
            and source.id = deleted_tickets.record_id
            and deleted_tickets.rejection is null

    left join merged_away
        on
            source.source_scope = merged_away.source_scope
            and source.id = merged_away.ticket_id

    left join closings
        on
            source.source_scope = closings.source_scope
            and source.id = closings.ticket_id

    left join ticket_metrics
        on
            source.source_scope = ticket_metrics.source_scope
            and source.id = ticket_metrics.record_id
            and ticket_metrics.rejection is null

),

renamed as (

    select
        ---------- ids
        record_key as ticket_key,
        source_system,
        source_instance,
        source_row,
        id as source_ticket_id,
        source_scope || ':' || requester_id as contact_record_key,

        ---------- strings
        cast(null as {{ dbt.type_string() }}) as email,
        status as ticket_status,
        priority,
        type as category,
        channel,

        ---------- numbers
        cast(null as {{ type_money() }}) as csat_score,

        ---------- dates and times
        created_at,
        case
            when lower(status) in ('solved', 'closed') then last_closed_at
        end as closed_at,

        ---------- faults
        record_id,
        bad_values,
        {{ rejected_when([
            ['is_deleted', 'id', 'deleted in its system'],
            ['is_merged_away', 'id', 'merged into another ticket'],
            ['requester_id is null', 'id', 'belongs to no contact'],
            [zendesk_is_staff('role'), 'requester_id', 'asked by staff, no customer'],
        ], 'staged') }} as rejection

    from staged

)

select * from renamed
