-- What was sent cannot be computed again, so this table remembers it: a run
-- writes the rows that differ from it, and no other.
{{ config(
    materialized='incremental',
    incremental_strategy='merge',
    unique_key='sync_record_id',
    full_refresh=false,
    on_schema_change='append_new_columns'
) }}
{% set properties = {
    'purchase_stage': dbt.type_string(),
    'recency_score': 'integer',
    'frequency_score': 'integer',
    'monetary_score': 'integer',
    'rfm_group': dbt.type_string(),
    'engagement_score': 'integer',
    'engagement_level': dbt.type_string(),
    'order_count': 'integer',
    'lifetime_revenue': type_money(),
    'last_order_on': 'date',
} %}

with

destination_records as (

    select
        *,
        {{ dbt.hash(
            "destination || '|' || instance || '|' || record_type || '|' "
            ~ "|| destination_record_id"
        ) }} as sync_record_id

    from {{ ref('sync_destination_records') }}

),

sync_candidates as (

    select * from {{ ref('sync_candidates') }}

    where is_sent

),

segments as (

    select * from {{ ref('segments') }}

),

contact_profiles as (

    select * from {{ ref('contact_profiles') }}

),

published as (

    {{ remembered({
        'sync_record_id': dbt.type_string(),
        'destination': dbt.type_string(),
        'instance': dbt.type_string(),
        'destination_record_id': dbt.type_string(),
        'record_type': dbt.type_string(),
        'contact_record_key': dbt.type_string(),
        'contact_id': dbt.type_string(),
        'sequence_number': dbt.type_bigint(),
        'row_hash': dbt.type_string(),
    }) }}

),

last_number as (

    select coalesce(max(sequence_number), 0) as sequence_number

    from published

),

ranked as (

    select
        sync_candidates.contact_record_key,
        sync_candidates.destination,
        sync_candidates.segment_id,
        row_number() over (
            partition by sync_candidates.contact_record_key
            order by segments.priority, segments.segment_id
        ) as place

    from sync_candidates

    inner join segments
        on sync_candidates.segment_id = segments.segment_id

),

listed as (

    select
        contact_record_key,
        max(case when place = 1 then segment_id end) as primary_segment_id,
        {{ segment_list('destination', 'segment_id') }} as segment_ids

    from ranked

    group by contact_record_key, destination

),

-- who may not leave any more, and whose record is gone, leaves an empty row
wanted as (

    select
        coalesce(destination_records.sync_record_id, published.sync_record_id)
            as sync_record_id,
        coalesce(destination_records.destination, published.destination)
            as destination,
        coalesce(destination_records.instance, published.instance) as instance,
        coalesce(
            destination_records.destination_record_id,
            published.destination_record_id
        ) as destination_record_id,
        coalesce(destination_records.record_type, published.record_type)
            as record_type,
        coalesce(
            destination_records.contact_record_key, published.contact_record_key
        ) as contact_record_key,
        coalesce(destination_records.contact_id, published.contact_id)
            as contact_id,
        coalesce(destination_records.is_permitted, false) as is_permitted,
        published.row_hash as former_hash

    from destination_records

    full outer join published
        on destination_records.sync_record_id = published.sync_record_id

    where
        destination_records.is_permitted
        or published.sync_record_id is not null

),

filled as (

    select
        wanted.*,
        {%- for property, type in properties.items() %}
        cast(
            case when wanted.is_permitted then contact_profiles.{{ property }} end
            as {{ type }}
        ) as {{ property }},
        {%- endfor %}
        case when wanted.is_permitted then listed.primary_segment_id end
            as primary_segment_id,
        case when wanted.is_permitted then listed.segment_ids end as segment_ids

    from wanted

    left join contact_profiles
        on wanted.contact_id = contact_profiles.contact_id

    left join listed
        on wanted.contact_record_key = listed.contact_record_key

),

hashed as (

    select
        *,
        {{ dbt.hash(
            "case when is_permitted then 'in' else 'out' end"
            ~ columns_as_text(
                properties.keys() | list + ['primary_segment_id', 'segment_ids']
            )
        ) }} as row_hash

    from filled

),

changed as (

    select
        *,
        row_number() over (order by sync_record_id) as change_number

    from hashed

    where
        former_hash is null
        or row_hash != former_hash

),

written as (

    select
        changed.sync_record_id,
        changed.destination,
        changed.instance,
        changed.destination_record_id,
        changed.record_type,
        changed.contact_record_key,
        changed.contact_id,
        changed.is_permitted,
        {%- for property in properties %}
        changed.{{ property }},
        {%- endfor %}
        changed.primary_segment_id,
        changed.segment_ids,
        last_number.sequence_number + changed.change_number as sequence_number,
        {{ as_of_date() }} as changed_on,
        {{ run_timestamp() }} as changed_at,
        changed.row_hash,
        '{{ build_id() }}' as build_id

    from changed

    cross join last_number

)

select * from written
