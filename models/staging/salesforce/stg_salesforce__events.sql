with

source as (

    {{ read_source(source('salesforce', 'event')) }}

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
        coalesce(type, 'meeting') as activity_type,
        cast(null as {{ dbt.type_string() }}) as direction,
        cast(null as {{ dbt.type_string() }}) as outcome,

        ---------- dates and times
        coalesce(
            start_date_time,
            activity_date_time,
            cast(activity_date as {{ dbt.type_timestamp() }}),
            created_date
        ) as occurred_at,

        ---------- faults
        record_id,
        bad_values,
        {{ rejected_when([
            [is_gone(), 'is_deleted', 'deleted in its system'],
            ['is_child', 'is_child', 'a copy of another event'],
        ]) }} as rejection

    from source

)

select * from renamed
