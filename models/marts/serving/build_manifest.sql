{{ config(
    materialized='incremental',
    incremental_strategy='merge',
    unique_key='build_id',
    on_schema_change='append_new_columns',
    full_refresh=false
) }}

with

current_build as (

    select * from {{ ref('current_build') }}

),

build_counts as (

    select * from {{ ref('build_counts') }}

),

summed as (

    select
        build_id,
        sum(case when counted = 'source' then row_count else 0 end)
            as source_rows,
        sum(case when counted = 'segment' then 1 else 0 end) as segment_count,
        sum(case when counted = 'segment' then row_count else 0 end)
            as membership_count,
        sum(case when counted = 'table' then row_count else 0 end)
            as published_rows

    from build_counts

    group by build_id

),

joined as (

    select
        current_build.build_id,
        current_build.built_at,
        current_build.as_of_on,
        current_build.git_revision,
        current_build.definition_hashes,
        cast(summed.source_rows as {{ dbt.type_bigint() }}) as source_rows,
        cast(summed.segment_count as integer) as segment_count,
        cast(summed.membership_count as {{ dbt.type_bigint() }})
            as membership_count,
        cast(summed.published_rows as {{ dbt.type_bigint() }})
            as published_rows,
        current_build.forced,
        current_build.let_through,
        current_build.remarks

    from current_build

    inner join summed
        on current_build.build_id = summed.build_id

)

select * from joined
