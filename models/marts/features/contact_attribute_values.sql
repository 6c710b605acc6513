-- depends_on: {{ ref('attribute_features') }}, {{ ref('behaviour_features') }}
{% set attributes = attribute_features() %}

with

contact_attributes as (

    select * from {{ ref('contact_attributes') }}

),

known as (

    select *

    from contact_attributes

    where
        observed_at is null
        or cast(observed_at as date) <= {{ as_of_date() }}

),

spread as (

    select -- noqa: LT09
        contact_id
    {{ attribute_texts(attributes) }}

    from known

    group by contact_id

),

-- what is no value of its kind is unknown
parsed as (

    select -- noqa: LT09
        contact_id
    {{ attribute_values(attributes) }}

    from spread

)

select * from parsed
