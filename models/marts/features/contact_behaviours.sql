-- depends_on: {{ ref('behaviour_features') }}
{% set behaviours = behaviour_features() %}

with

contacts as (

    select * from {{ ref('contacts') }}

),

contact_activity_days as (

    select * from {{ ref('contact_activity_days') }}

),

contact_detail_days as (

    select * from {{ ref('contact_detail_days') }}

),

stacked as (

    select
        contact_id,
        activity_on,
        activity_type,
        cast(null as {{ dbt.type_string() }}) as channel,
        cast(null as {{ dbt.type_string() }}) as detail_name,
        cast(null as {{ dbt.type_string() }}) as category,
        cast(null as {{ dbt.type_string() }}) as detail_url,
        activity_count,
        value_total,
        false as is_detailed

    from contact_activity_days

    union all

    select
        contact_id,
        activity_on,
        activity_type,
        channel,
        detail_name,
        category,
        detail_url,
        activity_count,
        value_total,
        true as is_detailed

    from contact_detail_days

),

dated as (

    select
        *,
        {{ days_ago('activity_on') }} as days_ago

    from stacked

),

-- all behaviours in one pass
measured as (

    select -- noqa: LT09
        contact_id
    {{ behaviour_measures(behaviours) }}

    from dated

    group by contact_id

),

-- where nothing happened a count or sum is 0, the rest unknown
completed as (

    select -- noqa: LT09
        contacts.contact_id
    {{ behaviour_values(behaviours) }}

    from contacts

    left join measured -- noqa: ST11
        on contacts.contact_id = measured.contact_id

)

select * from completed
