-- Of several values of one attribute the newest by the as-of date wins; a bought
-- one never beats the company's own of the same day.
with

contacts as (

    select * from {{ ref('int_contacts__unioned') }}

),

attributes as (

    select * from {{ ref('int_contact_attributes__unioned') }}

),

links as (

    select * from {{ ref('int_contacts__linked') }}

),

entries as (

    select
        contact_record_key,
        updated_at,
        {{ split_to_rows('extra_values', 'chr(30)') }} as entry

    from contacts

    where extra_values is not null

),

stacked as (

    select
        contact_record_key,
        lower({{ part_of('entry', 'chr(31)', 1) }}) as attribute_name,
        {{ part_of('entry', 'chr(31)', 2) }} as attribute_value,
        cast(null as {{ dbt.type_string() }}) as provider,
        updated_at as observed_at

    from entries

    where entry != ''

    union all

    select
        contact_record_key,
        attribute_name,
        attribute_value,
        provider,
        observed_at

    from attributes

),

ranked as (

    select
        links.contact_id,
        stacked.*,
        row_number() over (
            partition by links.contact_id, stacked.attribute_name
            order by
                stacked.observed_at desc nulls last,
                case when stacked.provider is null then 0 else 1 end asc,
                stacked.provider asc,
                stacked.contact_record_key asc,
                stacked.attribute_value asc
        ) as value_rank

    from stacked

    inner join links
        on stacked.contact_record_key = links.contact_record_key

    where
        stacked.attribute_value is not null
        and {{ is_known_by_then('stacked.observed_at') }}

),

known as (

    select
        contact_id,
        attribute_name,
        attribute_value,
        provider,
        observed_at

    from ranked

    where value_rank = 1

)

select * from known
