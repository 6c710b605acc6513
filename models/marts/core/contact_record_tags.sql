with

contacts as (

    select * from {{ ref('int_contacts__unioned') }}

),

tags as (

    select * from {{ ref('int_contact_tags__unioned') }}

),

links as (

    select * from {{ ref('int_contacts__linked') }}

),

in_cells as (

    select
        contact_record_key,
        {{ split_to_rows('tags', "';'") }} as tag

    from contacts

    where tags is not null

),

stacked as (

    select
        contact_record_key,
        {{ parse_text('tag') }} as tag,
        cast(null as {{ dbt.type_timestamp() }}) as tagged_at

    from in_cells

    union all

    select
        contact_record_key,
        tag,
        tagged_at

    from tags

),

tagged as (

    select
        links.contact_record_key,
        links.contact_id,
        lower(stacked.tag) as tag,
        min(stacked.tagged_at) as tagged_at

    from stacked

    inner join links
        on stacked.contact_record_key = links.contact_record_key

    where stacked.tag is not null

    group by
        links.contact_record_key,
        links.contact_id,
        lower(stacked.tag)

)

select * from tagged
