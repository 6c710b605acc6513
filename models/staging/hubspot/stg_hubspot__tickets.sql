-- The stages may lie in a column of the pipelines.
-- depends_on: {{ source('hubspot', 'ticket_pipeline') }}
with

source as (

    {{ read_source(source('hubspot', 'ticket')) }}

),

stages as (

    {{ read_source(source('hubspot', 'ticket_pipeline_stage')) }}

),

main_contacts as (

    {{ hubspot_first_of(
        source('hubspot', 'ticket_contact'), 'ticket_id', 'contact_id'
    ) }}

),

staged as (

    select
        source.*,
        main_contacts.contact_id,
        coalesce(
            stages.is_closed,
            upper(stages.ticket_state) = 'CLOSED',
            source.closed_date is not null
        ) as is_closed

    from source

    left join stages
        on
            source.source_scope = stages.source_scope
            and source.pipeline_id = stages.pipeline_id
            and source.stage_id = stages.id
            and stages.rejection is null

    left join main_contacts
        on
            source.source_scope = main_contacts.source_scope
            and source.id = main_contacts.ticket_id

),

renamed as (

    select
        ---------- ids
        record_key as ticket_key,
        source_system,
        source_instance,
        source_row,
        id as source_ticket_id,
        source_scope || ':' || contact_id as contact_record_key,

        ---------- strings
        cast(null as {{ dbt.type_string() }}) as email,
        case when is_closed then 'closed' else 'open' end as ticket_status,
        priority,
        category,
        source_type as channel,

        ---------- numbers
        cast(null as {{ type_money() }}) as csat_score,

        ---------- dates and times
        createdate as created_at,
        {# a ticket opened again keeps the day it was closed #}
        case
            when is_closed then coalesce(closed_date, lastmodifieddate)
        end as closed_at,

        ---------- faults
        record_id,
        bad_values,
        {{ rejected_when([
            [is_gone('staged'), 'id', 'deleted in its system'],
            ['contact_id is null', 'id', 'belongs to no contact'],
        ], 'staged') }} as rejection

    from staged

)

select * from renamed
