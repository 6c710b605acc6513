with

source as (

    {{ read_source(source('salesforce', 'case')) }}

),

renamed as (

    select
        ---------- ids
        record_key as ticket_key,
        source_system,
        source_instance,
        source_row,
        id as source_ticket_id,
        source_scope || ':'
        || coalesce(contact_id, account_id) as contact_record_key,

        ---------- strings
        coalesce(contact_email, supplied_email) as email,
        case when is_closed then 'closed' else status end as ticket_status,
        priority,
        coalesce(type, reason) as category,
        origin as channel,

        ---------- numbers
        cast(null as {{ type_money() }}) as csat_score,

        ---------- dates and times
        created_date as created_at,
        closed_date as closed_at,

        ---------- faults
        record_id,
        bad_values,
        {{ rejected_when([
            [
                'master_record_id is not null',
                'master_record_id',
                'merged into another case',
            ],
            [is_gone(), 'is_deleted', 'deleted in its system'],
        ]) }} as rejection

    from source

)

select * from renamed
