-- Every row that leaves, tried by itself against the permissions: what the
-- models of serving say of it is not asked.
with

segments as (

    select * from {{ ref('segments') }}

),

-- who is to be left alone is not permitted anything, whatever is said there
left_alone as (

    select distinct contact_id

    from {{ ref('contact_suppressions') }}

    where
        is_out_of_segments
        or is_out_of_scores

),

contact_permissions as (

    select permissions.*

    from {{ ref('contact_permissions') }} as permissions

    left join left_alone
        on permissions.contact_id = left_alone.contact_id

    where
        permissions.is_permitted
        and left_alone.contact_id is null

),

segment_syncs as (

    select
        trim(segment_id) as segment_id,
        trim(destination) as destination,
        coalesce(trim(instance), '') as instance,
        trim(channel) as channel,
        trim(purpose) as purpose

    from {{ ref('segment_syncs') }}

),

contact_records as (

    select * from {{ ref('contact_records') }}

),

-- of whom a row leaves, and for which use
leaving as (

    select
        'audience_memberships' as published_in,
        audience_memberships.person_id as contact_id,
        segments.channel,
        segments.purpose

    from {{ ref('audience_memberships') }} as audience_memberships

    left join segments
        on audience_memberships.audience_id = segments.segment_id

    union all

    select
        'people' as published_in,
        people.person_id as contact_id,
        segments.channel,
        segments.purpose

    from {{ ref('people') }} as people

    left join {{ ref('audience_memberships') }} as audience_memberships
        on people.person_id = audience_memberships.person_id

    left join segments
        on audience_memberships.audience_id = segments.segment_id

    union all

    select
        'sync_segment_memberships' as published_in,
        contact_records.contact_id,
        segment_syncs.channel,
        segment_syncs.purpose

    from {{ ref('sync_segment_memberships') }} as sync_memberships

    left join contact_records
        on sync_memberships.contact_record_key = contact_records.contact_record_key

    left join segment_syncs
        on
            sync_memberships.segment_id = segment_syncs.segment_id
            and sync_memberships.destination = segment_syncs.destination
            and sync_memberships.instance = segment_syncs.instance

    where sync_memberships.is_member

),

not_permitted as (

    select
        leaving.published_in,
        leaving.contact_id,
        leaving.channel,
        leaving.purpose

    from leaving

    left join contact_permissions
        on
            leaving.contact_id = contact_permissions.contact_id
            and leaving.channel = contact_permissions.channel
            and leaving.purpose = contact_permissions.purpose

    where contact_permissions.contact_id is null

),

-- properties may leave for any of the uses of their destination
properties_permitted as (

    select distinct
        segment_syncs.destination,
        segment_syncs.instance,
        contact_permissions.contact_id

    from segment_syncs

    inner join contact_permissions
        on
            segment_syncs.channel = contact_permissions.channel
            and segment_syncs.purpose = contact_permissions.purpose

),

properties_not_permitted as (

    select
        'sync_contact_properties' as published_in,
        contact_records.contact_id,
        properties.destination as channel,
        properties.instance as purpose

    from {{ ref('sync_contact_properties') }} as properties

    left join contact_records
        on properties.contact_record_key = contact_records.contact_record_key

    left join properties_permitted
        on
            properties.destination = properties_permitted.destination
            and properties.instance = properties_permitted.instance
            and contact_records.contact_id = properties_permitted.contact_id

    where
        properties_permitted.contact_id is null
        and (
            properties.is_permitted
            or properties.recency_score is not null
            or properties.frequency_score is not null
            or properties.monetary_score is not null
            or properties.engagement_score is not null
            or properties.purchase_stage is not null
            or properties.rfm_group is not null
            or properties.order_count is not null
            or properties.lifetime_revenue is not null
            or properties.last_order_on is not null
            or properties.segment_ids is not null
        )

)

select * from not_permitted

union all

select * from properties_not_permitted
