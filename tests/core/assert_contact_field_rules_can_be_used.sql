-- Fields that there are, weights and shares that can be.
{% set fields = contact_quality_fields() %}
{% set text = dbt.type_string() %}

with

contact_field_rules as (

    select * from {{ ref('contact_field_rules') }}

),

problems as (

    select
        'contact_field_rules.csv: there is no field ' || field_name
        || '. Use {{ fields | join(", ") }}.' as message

    from contact_field_rules

    where field_name not in ('{{ fields | join("', '") }}') -- noqa: LT05

    union all

    select
        'contact_field_rules.csv: completeness_weight of ' || field_name
        || ' is ' || coalesce(cast(completeness_weight as {{ text }}), 'empty')
        || '. Write a whole number from 0 up.' as message

    from contact_field_rules

    where completeness_weight is null or completeness_weight < 0

    union all

    select
        'contact_field_rules.csv: minimum_filled_share of ' || field_name
        || ' is ' || cast(minimum_filled_share as {{ text }})
        || '. Write a share from 0 to 1, or nothing.' as message

    from contact_field_rules

    where minimum_filled_share < 0 or minimum_filled_share > 1

),

listed as (

    select {{ sorted_list('message', '\n') }} as message

    from problems

)

select message

from listed

where {{ stop_with('message') }}
