-- Whom the systems are told to be members: the records, of the contacts that
-- are members today, primary and in no holdout, that the seed asks for.
with

memberships as (

    select * from {{ ref('segment_memberships') }}

),

segment_syncs as (

    select
        trim(segment_id) as segment_id,
        trim(destination) as destination,
        coalesce(trim(instance), '') as instance,
        trim(records) as records

    from {{ ref('segment_syncs') }}

),

told as (

    select
        contact_records.contact_id,
        told.segment_id,
        told.destination,
        told.instance,
        count(*) as records_told,
        sum(case when contact_records.is_deleted then 1 else 0 end)
            as deleted_told

    from {{ ref('sync_segment_memberships') }} as told

    left join {{ ref('contact_records') }} as contact_records
        on told.contact_record_key = contact_records.contact_record_key

    where told.is_member

    group by
        contact_records.contact_id,
        told.segment_id,
        told.destination,
        told.instance

)

select
    told.contact_id,
    told.segment_id,
    told.destination,
    told.records_told

from told

left join memberships
    on
        told.contact_id = memberships.contact_id
        and told.segment_id = memberships.segment_id
        and memberships.is_primary
        and not memberships.is_holdout

left join segment_syncs
    on
        told.segment_id = segment_syncs.segment_id
        and told.destination = segment_syncs.destination
        and told.instance = segment_syncs.instance

where
    memberships.contact_id is null
    or segment_syncs.segment_id is null
    or told.deleted_told > 0
    or (segment_syncs.records = 'primary' and told.records_told > 1)
