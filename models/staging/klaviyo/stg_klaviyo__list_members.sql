with

source as (

    {{ read_source(source('klaviyo', 'list_person')) }}

),

lists as (

    {{ read_source(source('klaviyo', 'list')) }}

),

renamed as (

    select
        ---------- ids
        source.record_key as contact_tag_key,
        source.source_system,
        source.source_instance,
        source.source_row,
        source.source_scope || ':' || source.person_id as contact_record_key,

        ---------- strings
        coalesce(lists.name, source.list_id) as tag,

        ---------- dates and times
        source.joined_group_at as tagged_at,

        ---------- faults
        source.record_id,
        source.bad_values,
        {{ rejected_when([
            ['source.is_deleted', 'is_deleted', 'no longer on the list'],
        ]) }} as rejection

    from source

    left join lists
        on source.source_scope = lists.source_scope
            and source.list_id = lists.record_id
            and lists.rejection is null

)

select * from renamed
