-- comes after every test of these, and all of serving after it
-- depends_on: {{ ref('segment_membership_changes') }}
-- depends_on: {{ ref('segment_rule_results') }}
with

segments as (

    select * from {{ ref('segments') }}

),

publication_checks as (

    select * from {{ ref('publication_checks') }}

),

defined as (

    select
        {{ sorted_list("segment_id || ':' || definition_hash", ';') }}
            as definition_hashes

    from segments

),

remarked as (

    select {{ sorted_list('remark', '; ') }} as remarks

    from publication_checks

    where verdict in ('forced', 'warn')

),

forced as (

    select distinct counted_name

    from publication_checks

    where verdict = 'forced'

),

let_through as (

    select {{ sorted_list('counted_name', ';') }} as counted_names

    from forced

),

described as (

    select
        cast('{{ build_id() }}' as {{ dbt.type_string() }}) as build_id,
        cast(
            '{{ run_started_at.strftime("%Y-%m-%d %H:%M:%S") }}'
            as {{ dbt.type_timestamp() }}
        ) as built_at,
        {{ as_of_date() }} as as_of_on,
        cast(
            {{ literal_cell(env_var('CRM_SEGMENTS_GIT_REVISION', '') or none) }}
            as {{ dbt.type_string() }}
        ) as git_revision,
        defined.definition_hashes,
        cast(
            {{ literal_cell(forced_names() | join(';') or none) }}
            as {{ dbt.type_string() }}
        ) as forced,
        let_through.counted_names as let_through,
        remarked.remarks

    from defined

    cross join remarked

    cross join let_through

)

select * from described
