with

contact_record_tags as (

    select * from {{ ref('contact_record_tags') }}

),

tagged as (

    select
        contact_id,
        tag,
        min(tagged_at) as tagged_at

    from contact_record_tags

    group by contact_id, tag

)

select * from tagged
