with

source as (

    {{ read_source(source('hubspot', 'contact_list_member')) }}

),

lists as (

    {{ read_source(source('hubspot', 'contact_list')) }}

),

renamed as (

    select
        ---------- ids
        source.record_key as contact_tag_key,
        source.source_system,
        source.source_instance,
        source.source_row,
        source.source_scope || ':' || source.contact_id as contact_record_key,

        ---------- strings
        coalesce(lists.name, source.list_id) as tag,

        ---------- dates and times
        source.added_at as tagged_at,

        ---------- faults
        source.record_id,
        source.bad_values,
        {{ rejected_when([
            [is_gone(), 'list_id', 'no longer on the list'],
        ]) }} as rejection

    from source

    left join lists
        on
            source.source_scope = lists.source_scope
            and source.list_id = lists.id
            and lists.rejection is null

)

select * from renamed
