-- published after every test of the segments
-- depends_on: {{ ref('current_build') }}
with

segment_syncs as (

    select
        trim(segment_id) as segment_id,
        trim(destination) as destination,
        coalesce(trim(instance), '') as instance,
        lower(trim(list_name)) as list_name

    from {{ ref('segment_syncs') }}

    where trim(list_name) != ''

),

sync_segment_memberships as (

    select * from {{ ref('sync_segment_memberships') }}

),

contact_record_tags as (

    select * from {{ ref('contact_record_tags') }}

),

contact_records as (

    select * from {{ ref('contact_records') }}

    where not is_deleted

),

told as (

    select
        segment_syncs.list_name,
        sync_segment_memberships.segment_id,
        sync_segment_memberships.destination,
        sync_segment_memberships.instance,
        sync_segment_memberships.contact_record_key,
        sync_segment_memberships.destination_record_id,
        sync_segment_memberships.contact_id,
        sync_segment_memberships.is_member,
        sync_segment_memberships.changed_on

    from sync_segment_memberships

    inner join segment_syncs
        on
            sync_segment_memberships.segment_id = segment_syncs.segment_id
            and sync_segment_memberships.destination = segment_syncs.destination
            and sync_segment_memberships.instance = segment_syncs.instance

),

held as (

    select
        segment_syncs.list_name,
        segment_syncs.segment_id,
        segment_syncs.destination,
        segment_syncs.instance,
        contact_records.contact_record_key,
        contact_records.source_contact_id as destination_record_id,
        contact_records.contact_id

    from contact_record_tags

    inner join contact_records
        on
            contact_record_tags.contact_record_key
            = contact_records.contact_record_key

    inner join segment_syncs
        on
            contact_record_tags.tag = segment_syncs.list_name
            and contact_records.source_system = segment_syncs.destination
            and coalesce(contact_records.source_instance, '')
            = segment_syncs.instance

),

compared as (

    select
        coalesce(told.segment_id, held.segment_id) as segment_id,
        coalesce(told.destination, held.destination) as destination,
        coalesce(told.instance, held.instance) as instance,
        coalesce(told.list_name, held.list_name) as list_name,
        coalesce(told.contact_record_key, held.contact_record_key)
            as contact_record_key,
        coalesce(told.destination_record_id, held.destination_record_id)
            as destination_record_id,
        coalesce(held.contact_id, told.contact_id) as contact_id,
        coalesce(told.is_member, false) as is_member,
        held.segment_id is not null as is_held,
        told.changed_on

    from told

    full outer join held
        on
            told.segment_id = held.segment_id
            and told.contact_record_key = held.contact_record_key

),

judged as (

    select
        *,
        case
            when is_member = is_held then 'agrees'
            when
                changed_on
                > {{ dbt.dateadd('day', -(var('sync_grace_days') | int), as_of_date()) }}
                then 'late'
            when is_member then 'missing'
            else 'extra'
        end as verdict

    from compared

    where
        is_member
        or is_held

)

select * from judged
