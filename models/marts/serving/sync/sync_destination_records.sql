-- published after every test of the segments
-- depends_on: {{ ref('current_build') }}
with

contact_records as (

    select * from {{ ref('contact_records') }}

    where
        not is_deleted
        and record_type != 'guest'

),

segment_syncs as (

    select
        trim(destination) as destination,
        coalesce(trim(instance), '') as instance,
        trim(channel) as channel,
        trim(purpose) as purpose,
        trim(records) as records

    from {{ ref('segment_syncs') }}

),

contact_permissions as (

    select * from {{ ref('contact_permissions') }}

    where is_permitted

),

left_alone as (

    select distinct contact_id

    from {{ ref('contact_suppressions') }}

    where
        is_out_of_segments
        or is_out_of_scores

),

destinations as (

    select
        destination,
        instance,
        max(case when records = 'all' then 1 else 0 end) as takes_all_records

    from segment_syncs

    group by destination, instance

),

permitted as (

    select distinct
        segment_syncs.destination,
        segment_syncs.instance,
        contact_permissions.contact_id

    from segment_syncs

    inner join contact_permissions
        on
            segment_syncs.channel = contact_permissions.channel
            and segment_syncs.purpose = contact_permissions.purpose

    left join left_alone
        on contact_permissions.contact_id = left_alone.contact_id

    where left_alone.contact_id is null

),

ranked as (

    select
        contact_records.*,
        destinations.destination,
        destinations.instance,
        destinations.takes_all_records,
        row_number() over (
            partition by
                contact_records.contact_id,
                destinations.destination,
                destinations.instance
            order by
                case when contact_records.is_primary then 0 else 1 end asc,
                contact_records.updated_at desc nulls last,
                contact_records.contact_record_key asc
        ) as place

    from contact_records

    inner join destinations
        on
            contact_records.source_system = destinations.destination
            and coalesce(contact_records.source_instance, '')
            = destinations.instance

),

described as (

    select
        ranked.contact_record_key,
        ranked.contact_id,
        ranked.destination,
        ranked.instance,
        ranked.source_contact_id as destination_record_id,
        ranked.record_type,
        ranked.place = 1 as is_first_record,
        permitted.contact_id is not null
        and (ranked.takes_all_records = 1 or ranked.place = 1) as is_permitted

    from ranked

    left join permitted
        on
            ranked.destination = permitted.destination
            and ranked.instance = permitted.instance
            and ranked.contact_id = permitted.contact_id

)

select * from described
