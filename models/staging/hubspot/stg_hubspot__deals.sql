with

{% for name, table in {
    'source': 'deal',
    'archived': 'archived_deal',
    'merged': 'merged_deal',
    'pipelines': 'deal_pipeline',
    'stages': 'deal_pipeline_stage',
    'owners': 'owner',
}.items() %}

{{ name }} as (

    {{ read_source(source('hubspot', table)) }}

),

{% endfor %}

deals as (

    {# a deal of the stream of archived ones is often still among the others #}
    select
        source.*,
        archived.record_id is not null as is_archived

    from source

    left join archived
        on
            source.record_key = archived.record_key
            and archived.rejection is null

    union all

    select
        archived.*,
        true as is_archived

    from archived

),

main_contacts as (

    {{ hubspot_first_of(
        source('hubspot', 'deal_contact'), 'deal_id', 'contact_id'
    ) }}

),

main_companies as (

    {{ hubspot_first_of(
        source('hubspot', 'deal_company'), 'deal_id', 'company_id',
        preferred="type_id = '5'"
    ) }}

),

staged as (

    select
        deals.*,
        pipelines.label as pipeline,
        stages.label as stage,
        coalesce(deals.probability, stages.probability) as win_probability,
        main_contacts.contact_id,
        main_companies.company_id,
        merged.record_id is not null as is_merged,
        {{ hubspot_owner('deals', 'owners') }} as owner,
        {{ hubspot_deal_status('deals', 'stages') }} as deal_status

    from deals

    left join main_contacts
        on
            deals.source_scope = main_contacts.source_scope
            and deals.id = main_contacts.deal_id

    left join main_companies
        on
            deals.source_scope = main_companies.source_scope
            and deals.id = main_companies.deal_id

    left join merged
        on
            deals.record_key = merged.record_key
            and merged.rejection is null

    left join pipelines
        on
            deals.source_scope = pipelines.source_scope
            and deals.pipeline_id = pipelines.id
            and pipelines.rejection is null

    left join stages
        on
            deals.source_scope = stages.source_scope
            and deals.pipeline_id = stages.pipeline_id
            and deals.stage_id = stages.id
            and stages.rejection is null

    left join owners
        on
            deals.source_scope = owners.source_scope
            and deals.hubspot_owner_id = owners.record_id
            and owners.rejection is null

),

renamed as (

    select
        ---------- ids
        record_key as deal_key,
        source_system,
        source_instance,
        source_row,
        id as source_deal_id,
        source_scope || ':' || contact_id as contact_record_key,
        source_scope || ':' || company_id as company_record_key,

        ---------- strings
        dealname as deal_name,
        coalesce(pipeline, pipeline_id) as pipeline,
        coalesce(stage, stage_id) as stage,
        deal_status,
        upper(coalesce(deal_currency_code, '{{ var('default_currency') }}'))
            as currency,
        hs_analytics_source as source_channel,
        owner,

        ---------- numbers
        amount,
        win_probability as probability,

        ---------- dates and times
        cast(case when deal_status = 'open' then closedate end as date)
            as expected_close_on,
        createdate as created_at,
        case when deal_status != 'open' then closedate end as closed_at,

        ---------- faults
        record_id,
        bad_values,
        {{ rejected_when([
            [is_gone('staged') ~ ' or is_archived', 'id', 'deleted in its system'],
            ['is_merged', 'id', 'merged into another deal'],
            ['contact_id is null and company_id is null', 'id',
                'belongs to no contact and no company'],
        ], 'staged') }} as rejection

    from staged

)

select * from renamed
