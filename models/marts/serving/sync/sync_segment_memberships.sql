-- What was sent cannot be computed again, so this table remembers it: who left,
-- lost permission or lost the record stays, as a row that says so.
{{ config(
    materialized='incremental',
    incremental_strategy='merge',
    unique_key='sync_id',
    full_refresh=false,
    on_schema_change='append_new_columns'
) }}

with

candidates as (

    select * from {{ ref('sync_candidates') }}

),

published as (

    {{ remembered({
        'sync_id': dbt.type_string(),
        'destination': dbt.type_string(),
        'instance': dbt.type_string(),
        'destination_record_id': dbt.type_string(),
        'record_type': dbt.type_string(),
        'contact_record_key': dbt.type_string(),
        'segment_id': dbt.type_string(),
        'contact_id': dbt.type_string(),
        'is_member': dbt.type_boolean(),
        'absent_because': dbt.type_string(),
        'sequence_number': dbt.type_bigint(),
        'changed_on': 'date',
        'changed_at': dbt.type_timestamp(),
        'row_hash': dbt.type_string(),
        'build_id': dbt.type_string(),
    }) }}

),

last_number as (

    select coalesce(max(sequence_number), 0) as sequence_number

    from published

),

-- people who are held out are marked before anything is sent of them, others
-- who are kept back only when they had been sent
wanted as (

    select
        coalesce(candidates.sync_id, published.sync_id) as sync_id,
        coalesce(candidates.destination, published.destination) as destination,
        coalesce(candidates.instance, published.instance) as instance,
        coalesce(
            candidates.destination_record_id, published.destination_record_id
        ) as destination_record_id,
        coalesce(candidates.record_type, published.record_type) as record_type,
        coalesce(candidates.contact_record_key, published.contact_record_key)
            as contact_record_key,
        coalesce(candidates.segment_id, published.segment_id) as segment_id,
        coalesce(candidates.contact_id, published.contact_id) as contact_id,
        coalesce(candidates.is_sent, false) as is_member,
        case
            when candidates.sync_id is null then 'not_member'
            else candidates.kept_back_because
        end as absent_because,
        published.sync_id is not null as was_published,
        published.is_member as was_member,
        published.absent_because as was_absent_because,
        published.contact_id as former_contact_id,
        published.sequence_number as former_number,
        published.changed_on as former_changed_on,
        published.changed_at as former_changed_at,
        published.build_id as former_build_id

    from candidates

    full outer join published
        on candidates.sync_id = published.sync_id

),

-- what a destination must be told has a new number; that a row belongs to
-- another contact now, or is kept back for another reason, is only noted
compared as (

    select
        *,
        not was_published or is_member != was_member as is_change,
        row_number() over (
            order by
                case
                    when was_published and is_member = was_member then 1
                    else 0
                end asc,
                sync_id asc
        ) as change_number

    from wanted

    where
        was_published
        or is_member
        or absent_because = 'holdout'

),

written as (

    select
        compared.sync_id,
        compared.destination,
        compared.instance,
        compared.destination_record_id,
        compared.record_type,
        compared.contact_record_key,
        compared.segment_id,
        compared.contact_id,
        compared.is_member,
        compared.absent_because,
        case
            when compared.is_change
                then last_number.sequence_number + compared.change_number
            else compared.former_number
        end as sequence_number,
        case
            when compared.is_change then {{ as_of_date() }}
            else compared.former_changed_on
        end as changed_on,
        case
            when compared.is_change then {{ run_timestamp() }}
            else compared.former_changed_at
        end as changed_at,
        {{ dbt.hash(
            "compared.sync_id || case when compared.is_member then ':in' "
            ~ "else ':out' end"
        ) }} as row_hash,
        case
            when compared.is_change then '{{ build_id() }}'
            else compared.former_build_id
        end as build_id

    from compared

    cross join last_number

    where
        compared.is_change
        or compared.contact_id != compared.former_contact_id
        or coalesce(compared.absent_because, '')
        != coalesce(compared.was_absent_because, '')

)

select * from written
