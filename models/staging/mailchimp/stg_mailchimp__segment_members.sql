with

source as (

    {{ read_source(source('mailchimp', 'segment_member')) }}

),

segments as (

    {{ read_source(source('mailchimp', 'segment')) }}

),

renamed as (

    select
        ---------- ids
        source.record_key as contact_tag_key,
        source.source_system,
        source.source_instance,
        source.source_row,
        source.source_scope || ':' || source.member_id || '|'
        || coalesce(source.list_id, segments.list_id) as contact_record_key,

        ---------- strings
        coalesce(segments.name, source.segment_id) as tag,

        ---------- dates and times
        cast(null as {{ dbt.type_timestamp() }}) as tagged_at,

        ---------- faults
        source.record_id,
        source.bad_values,
        {{ rejected_when([
            ['source.is_deleted', 'is_deleted', 'no longer in the segment'],
            [
                'coalesce(source.list_id, segments.list_id) is null',
                'segment_id',
                'nobody knows of which audience the segment is',
            ],
        ]) }} as rejection

    from source

    left join segments
        on source.source_scope = segments.source_scope
            and source.segment_id = segments.record_id
            and segments.rejection is null

)

select * from renamed
