with

source as (

    {{ read_source(source('salesforce', 'task')) }}

),

renamed as (

    select
        ---------- ids
        record_key as logged_activity_key,
        source_system,
        source_instance,
        source_row,
        source_scope || ':'
        || coalesce(who_id, account_id) as contact_record_key,

        ---------- strings
        case
            when not coalesce(is_closed, true) then 'task'
            when lower(task_subtype) = 'task'
                then coalesce(type, task_subtype)
            else coalesce(task_subtype, type, 'task')
        end as activity_type,
        call_type as direction,
        coalesce(call_disposition, status) as outcome,

        ---------- dates and times
        case
            when not coalesce(is_closed, true) then created_date
            else coalesce(
                    completed_date_time,
                    cast(activity_date as {{ dbt.type_timestamp() }}),
                    created_date
                )
        end as occurred_at,

        ---------- faults
        record_id,
        bad_values,
        {{ rejected_when([
            [is_gone(), 'is_deleted', 'deleted in its system'],
        ]) }} as rejection

    from source

)

select * from renamed
