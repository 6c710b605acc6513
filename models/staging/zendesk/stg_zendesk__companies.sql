with

source as (

    {{ read_source(source('zendesk', 'organization')) }}

),

domain_names as (

    {{ read_source(source('zendesk', 'domain_name')) }}

),

ranked_domains as (

    select
        source_scope,
        organization_id,
        domain_name,
        row_number() over (
            partition by source_scope, organization_id
            order by position asc nulls last, domain_name asc
        ) as domain_rank

    from domain_names

    where rejection is null

),

renamed as (

    select
        ---------- ids
        source.record_key as company_record_key,
        source.source_system,
        source.source_instance,
        source.source_row,
        source.id as source_company_id,
        cast(null as {{ dbt.type_string() }}) as parent_record_key,
        cast(null as {{ dbt.type_string() }}) as merged_into_record_key,

        ---------- strings
        source.name as company_name,
        ranked_domains.domain_name as domain,
        cast(null as {{ dbt.type_string() }}) as industry,
        '{{ var('default_currency') }}' as revenue_currency,
        cast(null as {{ dbt.type_string() }}) as city,
        cast(null as {{ dbt.type_string() }}) as country,
        cast(null as {{ dbt.type_string() }}) as lifecycle_stage,

        ---------- numbers
        cast(null as {{ dbt.type_bigint() }}) as employee_count,
        cast(null as {{ type_money() }}) as annual_revenue,

        ---------- booleans
        coalesce(source.is_connector_deleted, false)
        or source.deleted_at is not null as is_deleted,

        ---------- dates and times
        source.created_at,

        ---------- faults
        source.record_id,
        source.bad_values,
        source.rejection

    from source

    left join ranked_domains
        on
            source.source_scope = ranked_domains.source_scope
            and source.id = ranked_domains.organization_id
            and ranked_domains.domain_rank = 1

)

select * from renamed
