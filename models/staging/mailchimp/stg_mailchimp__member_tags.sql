with

source as (

    {{ read_source(source('mailchimp', 'member_tag')) }}

),

renamed as (

    select
        ---------- ids
        record_key as contact_tag_key,
        source_system,
        source_instance,
        source_row,
        source_scope || ':'
        || member_id || '|' || list_id as contact_record_key,

        ---------- strings
        name as tag,

        ---------- dates and times
        cast(null as {{ dbt.type_timestamp() }}) as tagged_at,

        ---------- faults
        record_id,
        bad_values,
        rejection

    from source

)

select * from renamed
