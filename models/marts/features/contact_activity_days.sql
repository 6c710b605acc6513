with

activities as (

    select * from {{ ref('activities') }}

),

counted as (

    select
        contact_id,
        occurred_on as activity_on,
        activity_type,
        min(occurred_at) as first_occurred_at,
        cast(count(*) as {{ dbt.type_bigint() }}) as activity_count,
        cast(coalesce(sum(value), 0) as {{ type_money() }}) as value_total

    from activities

    where
        contact_id is not null
        and occurred_on <= {{ as_of_date() }}

    group by
        contact_id,
        occurred_on,
        activity_type

)

select * from counted
