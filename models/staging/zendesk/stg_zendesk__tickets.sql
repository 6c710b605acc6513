with

source as (

    {{ read_source(source('zendesk', 'ticket')) }}

),

users as (

    {{ read_source(source('zendesk', 'user')) }}

),

merged_tickets as (

    {{ read_source(source('zendesk', 'merged_ticket')) }}

),

deleted_tickets as (

    {{ read_source(source('zendesk', 'deleted_ticket')) }}

),

ticket_tags as (

    {{ read_source(source('zendesk', 'ticket_tag')) }}

),

field_history as (

    {{ read_source(source('zendesk', 'ticket_field_history')) }}

),

ticket_metrics as (

    {{ read_source(source('zendesk', 'ticket_metric')) }}

),

closed_by_merge as (

    select distinct
        source_scope,
        ticket_id

    from ticket_tags

    where rejection is null and tag = 'closed_by_merge'

),

{# Zendesk tags what was merged away. Where the tags are not there, the lists
   are: whichever side has one, of the two tickets one is left. #}
merged_away as (

    select
        source_scope,
        ticket_id

    from closed_by_merge

    union distinct

    select
        merged_tickets.source_scope,
        merged_tickets.ticket_id

    from merged_tickets

    left join closed_by_merge
        on
            merged_tickets.source_scope = closed_by_merge.source_scope
            and merged_tickets.listed_by_id = closed_by_merge.ticket_id

    where merged_tickets.rejection is null and closed_by_merge.ticket_id is null

),

deleted as (

    select distinct
        source_scope,
        id as ticket_id

    from deleted_tickets

    where rejection is null

),

status_changes as (

    select
        source_scope,
        ticket_id,
        updated,
        value in ('solved', 'closed') as is_closed,
        max(case when value not in ('solved', 'closed') then updated end) over (
            partition by source_scope, ticket_id
        ) as last_open_at

    from field_history

    where rejection is null and field_name = 'status'

),

{# solved for the first time since it was last open; it is closed days later #}
closings as (

    select
        source_scope,
        ticket_id,
        min(updated) as closed_at

    from status_changes

    where is_closed and (last_open_at is null or updated >= last_open_at)

    group by
        source_scope,
        ticket_id

),

renamed as (

    select
        ---------- ids
        source.record_key as ticket_key,
        source.source_system,
        source.source_instance,
        source.source_row,
        source.id as source_ticket_id,
        source.source_scope || ':' || source.requester_id as contact_record_key,

        ---------- strings
        cast(null as {{ dbt.type_string() }}) as email,
        source.status as ticket_status,
        source.priority,
        source.type as category,
        source.channel,

        ---------- numbers
        cast(null as {{ type_money() }}) as csat_score,

        ---------- dates and times
        source.created_at,
        case
            when lower(source.status) in ('solved', 'closed')
                then coalesce(
                    ticket_metrics.solved_at, closings.closed_at, source.updated_at
                )
        end as closed_at,

        ---------- faults
        source.record_id,
        source.bad_values,
        {{ rejected_when([
            [
                "lower(source.status) = 'deleted' or source.is_connector_deleted"
                ~ " or deleted.ticket_id is not null",
                'id',
                'deleted in its system',
            ],
            ['merged_away.ticket_id is not null', 'id', 'merged into another ticket'],
            ['source.requester_id is null', 'id', 'belongs to no contact'],
            [zendesk_is_staff('users.role'), 'requester_id', 'asked by staff, no customer'],
        ]) }} as rejection

    from source

    left join users
        on
            source.source_scope = users.source_scope
            and source.requester_id = users.record_id
            and users.rejection is null

    left join merged_away
        on
            source.source_scope = merged_away.source_scope
            and source.id = merged_away.ticket_id

    left join deleted
        on
            source.source_scope = deleted.source_scope
            and source.id = deleted.ticket_id

    left join closings
        on
            source.source_scope = closings.source_scope
            and source.id = closings.ticket_id

    left join ticket_metrics
        on
            source.source_scope = ticket_metrics.source_scope
            and source.id = ticket_metrics.record_id
            and ticket_metrics.rejection is null

)

select * from renamed
