with

source as (

    {{ read_source(source('zendesk', 'user_tag')) }}

),

users as (

    {{ read_source(source('zendesk', 'user')) }}

),

renamed as (

    select
        ---------- ids
        source.record_key as contact_tag_key,
        source.source_system,
        source.source_instance,
        source.source_row,
        source.source_scope || ':' || source.user_id as contact_record_key,

        ---------- strings
        source.tag,

        ---------- dates and times
        cast(null as {{ dbt.type_timestamp() }}) as tagged_at,

        ---------- faults
        source.record_id,
        source.bad_values,
        {{ rejected_when([
            [zendesk_is_staff('users.role'), 'user_id', 'works for the company, no customer'],
        ]) }} as rejection

    from source

    left join users
        on
            source.source_scope = users.source_scope
            and source.user_id = users.record_id
            and users.rejection is null

)

select * from renamed
