-- published after every test of the segments
-- depends_on: {{ ref('current_build') }}
with

segment_syncs as (

    select
        trim(segment_id) as segment_id,
        trim(destination) as destination,
        coalesce(trim(instance), '') as instance,
        trim(channel) as channel,
        trim(purpose) as purpose,
        trim(records) as records

    from {{ ref('segment_syncs') }}

),

memberships as (

    select * from {{ ref('segment_membership_history') }}

    where valid_to is null

),

destination_records as (

    select * from {{ ref('sync_destination_records') }}

),

contact_permissions as (

    select * from {{ ref('contact_permissions') }}

),

joined as (

    select
        segment_syncs.segment_id,
        segment_syncs.destination,
        segment_syncs.instance,
        destination_records.destination_record_id,
        destination_records.record_type,
        destination_records.contact_record_key,
        memberships.contact_id,
        segment_syncs.channel,
        segment_syncs.purpose,
        memberships.variant,
        memberships.member_since,
        case
            when not coalesce(contact_permissions.is_permitted, false)
                then 'not_permitted'
            when memberships.variant = 'holdout' then 'holdout'
            when not memberships.is_primary then 'not_primary'
            when
                segment_syncs.records = 'primary'
                and not destination_records.is_first_record
                then 'other_record'
        end as kept_back_because

    from segment_syncs

    inner join memberships
        on segment_syncs.segment_id = memberships.segment_id

    inner join destination_records
        on
            segment_syncs.destination = destination_records.destination
            and segment_syncs.instance = destination_records.instance
            and memberships.contact_id = destination_records.contact_id

    left join contact_permissions
        on
            memberships.contact_id = contact_permissions.contact_id
            and segment_syncs.channel = contact_permissions.channel
            and segment_syncs.purpose = contact_permissions.purpose

),

keyed as (

    select
        {{ dbt.hash(
            "destination || '|' || instance || '|' || record_type || '|' "
            ~ "|| destination_record_id || '|' || segment_id"
        ) }} as sync_id,
        *,
        kept_back_because is null as is_sent

    from joined

)

select * from keyed
