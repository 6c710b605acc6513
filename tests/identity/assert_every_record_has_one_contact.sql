-- Linking may join records; it may neither drop nor double one, and every
-- contact has its records.
with

counted as (

    select
        'cleaned' as hop,
        count(*) as record_count,
        count(distinct contact_record_key) as distinct_count,
        cast(null as {{ dbt.type_bigint() }}) as contact_count

    from {{ ref('int_contacts__cleaned') }}

    union all

    select
        'linked' as hop,
        count(*) as record_count,
        count(distinct contact_record_key) as distinct_count,
        count(distinct contact_id) as contact_count

    from {{ ref('int_contacts__linked') }}

    union all

    select
        'merged' as hop,
        sum(record_count) as record_count,
        sum(record_count) as distinct_count,
        count(*) as contact_count

    from {{ ref('int_contacts__merged') }}

    union all

    select
        'contact_records' as hop,
        count(*) as record_count,
        count(distinct contact_record_key) as distinct_count,
        count(distinct contact_id) as contact_count

    from {{ ref('contact_records') }}

    union all

    select
        'contacts' as hop,
        sum(record_count) as record_count,
        sum(record_count) as distinct_count,
        count(*) as contact_count

    from {{ ref('contacts') }}

),

compared as (

    select
        min(record_count) as fewest_records,
        max(record_count) as most_records,
        min(distinct_count) as fewest_distinct,
        min(contact_count) as fewest_contacts,
        max(contact_count) as most_contacts

    from counted

)

select * from compared

where
    fewest_records != most_records
    or fewest_distinct != most_records
    or fewest_contacts != most_contacts
