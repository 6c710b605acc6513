-- What the last run knew of a contact stands in the table until this one.
-- Written only when the circuit breaker has not stopped the build, like the history that it explains.
-- depends_on: {{ ref('publication_checks') }}
{{ config(
    schema='state',
    materialized='incremental',
    incremental_strategy='merge',
    unique_key='contact_id',
    full_refresh=false,
    post_hook="{{ remove_erased(ref('int_erasures__listed')) }}",
    on_schema_change='append_new_columns'
) }}

with

contact_features as (

    select * from {{ ref('contact_features') }}

),

contact_suppressions as (

    select * from {{ ref('contact_suppressions') }}

    where is_out_of_scores

),

-- of who has no features, because nothing may be made of them, this is known
people as (

    select
        contact_id,
        is_archived,
        is_out_of_segments

    from contact_features

    union all

    select distinct
        contact_suppressions.contact_id,
        false as is_archived,
        true as is_out_of_segments

    from contact_suppressions

    left join contact_features
        on contact_suppressions.contact_id = contact_features.contact_id

    where contact_features.contact_id is null

),

contact_activity_days as (

    select * from {{ ref('contact_activity_days') }}

),

contact_permissions as (

    select * from {{ ref('contact_permissions') }}

),

remembered as (

    {{ remembered({
        'contact_id': dbt.type_string(),
        'known_on': 'date',
        'activity_count': dbt.type_bigint(),
        'permitted': dbt.type_string(),
        'last_known_on': 'date',
        'last_activity_count': dbt.type_bigint(),
        'last_permitted': dbt.type_string(),
    }) }}

),

-- a second run of a day compares with the day before, as the first did
last_run as (

    select
        contact_id,
        case
            when known_on = {{ as_of_date() }} then last_known_on
            else known_on
        end as known_on,
        case
            when known_on = {{ as_of_date() }} then last_activity_count
            else activity_count
        end as activity_count,
        case
            when known_on = {{ as_of_date() }} then last_permitted
            else permitted
        end as permitted

    from remembered

),

contact_merges as (

    select * from {{ ref('contact_merges') }}

    where changed_on <= {{ as_of_date() }}

),

last_day as (

    select max(known_on) as known_on from last_run

),

-- the day of a run goes on after it: only earlier days are complete
counted as (

    select
        contact_activity_days.contact_id,
        sum(
            case
                when contact_activity_days.activity_on < {{ as_of_date() }}
                    then contact_activity_days.activity_count
            end
        ) as activity_count,
        sum(
            case
                when contact_activity_days.activity_on < last_day.known_on
                    then contact_activity_days.activity_count
            end
        ) as activity_count_then

    from contact_activity_days

    cross join last_day

    group by contact_activity_days.contact_id

),

-- both who joined another and who stayed, of a split both halves
moved as (

    select
        contact_merges.current_contact_id as contact_id,
        contact_merges.change_type

    from contact_merges

    inner join last_day
        on contact_merges.changed_on > last_day.known_on

    union all

    select
        contact_merges.old_contact_id as contact_id,
        contact_merges.change_type

    from contact_merges

    inner join last_day
        on contact_merges.changed_on > last_day.known_on

),

identified as (

    select
        contact_id,
        max(change_type) as change_type

    from moved

    group by contact_id

),

listed as (

    select
        contact_id,
        {{ sorted_list("channel || ':' || purpose", ';') }} as permitted

    from contact_permissions

    where is_permitted

    group by contact_id

),

compared as (

    select
        people.contact_id,
        people.is_archived,
        people.is_out_of_segments,
        {{ as_of_date() }} as known_on,
        cast(coalesce(counted.activity_count, 0) as {{ dbt.type_bigint() }})
            as activity_count,
        coalesce(listed.permitted, '') as permitted,
        last_day.known_on as last_known_on,
        last_run.activity_count as last_activity_count,
        last_run.permitted as last_permitted,
        cast(
            case
                when last_day.known_on is null then 0
                else
                    coalesce(counted.activity_count_then, 0)
                    - coalesce(last_run.activity_count, 0)
            end as {{ dbt.type_bigint() }}
        ) as late_activity_count,
        coalesce(last_run.permitted != coalesce(listed.permitted, ''), false)
            as has_new_permissions,
        identified.change_type as identity_change

    from people

    cross join last_day

    left join last_run
        on people.contact_id = last_run.contact_id

    left join counted
        on people.contact_id = counted.contact_id

    left join listed
        on people.contact_id = listed.contact_id

    left join identified
        on people.contact_id = identified.contact_id

)

select * from compared
