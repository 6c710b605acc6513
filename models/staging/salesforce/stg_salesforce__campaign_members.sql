with

source as (

    {{ read_source(source('salesforce', 'campaign_member')) }}

),

campaigns as (

    {{ read_source(source('salesforce', 'campaign')) }}

),

renamed as (

    select
        ---------- ids
        source.record_key as contact_tag_key,
        source.source_system,
        source.source_instance,
        source.source_row,
        source.source_scope || ':'
        || coalesce(source.contact_id, source.lead_id) as contact_record_key,

        ---------- strings
        coalesce(campaigns.name, source.campaign_id) as tag,

        ---------- dates and times
        source.created_date as tagged_at,

        ---------- faults
        source.record_id,
        source.bad_values,
        {{ rejected_when([
            [is_gone(), 'is_deleted', 'deleted in its system'],
        ]) }} as rejection

    from source

    left join campaigns
        on source.source_scope = campaigns.source_scope
            and source.campaign_id = campaigns.record_id
            and campaigns.rejection is null

)

select * from renamed
