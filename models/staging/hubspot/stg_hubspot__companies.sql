with

source as (

    {{ read_source(source('hubspot', 'company')) }}

),

{{ hubspot_merges('source') }},

renamed as (

    select
        ---------- ids
        source.record_key as company_record_key,
        source.source_system,
        source.source_instance,
        source.source_row,
        source.id as source_company_id,
        source.source_scope || ':' || source.parent_id as parent_record_key,
        source.source_scope || ':'
        || merged_away.survivor_id as merged_into_record_key,

        ---------- strings
        source.name as company_name,
        source.domain,
        source.industry,
        upper(coalesce(
            source.currency, '{{ var('default_currency') }}'
        )) as revenue_currency,
        source.city,
        source.country,
        source.lifecyclestage as lifecycle_stage,

        ---------- numbers
        source.numberofemployees as employee_count,
        source.annualrevenue as annual_revenue,

        ---------- booleans
        {{ is_gone() }} as is_deleted,

        ---------- dates and times
        source.createdate as created_at,

        ---------- faults
        source.record_id,
        source.bad_values,
        source.rejection

    from source

    left join merged_away
        on
            source.source_scope = merged_away.source_scope
            and source.id = merged_away.merged_id

)

select * from renamed
