with

visits as (

    {{ read_source(source('shopify', 'customer_visit')) }}

),

url_tags as (

    {{ read_source(source('shopify', 'order_url_tag')) }}

),

discount_codes as (

    {{ read_source(source('shopify', 'order_discount_code')) }}

),

stacked as (

    {# of two visits the last led to the order; Airbyte has it in one row #}
    select
        source_scope || ':' || order_id as order_key,
        1 as priority,
        utm_source,
        utm_medium,
        utm_campaign,
        cast(null as {{ dbt.type_string() }}) as coupon_code

    from visits

    where rejection is null and coalesce(lower(type), 'last') = 'last'

    union all

    select
        source_scope || ':' || order_id as order_key,
        2 as priority,
        case when key = 'utm_source' then value end as utm_source,
        case when key = 'utm_medium' then value end as utm_medium,
        case when key = 'utm_campaign' then value end as utm_campaign,
        cast(null as {{ dbt.type_string() }}) as coupon_code

    from url_tags

    where rejection is null

    union all

    select
        source_scope || ':' || order_id as order_key,
        3 as priority,
        cast(null as {{ dbt.type_string() }}) as utm_source,
        cast(null as {{ dbt.type_string() }}) as utm_medium,
        cast(null as {{ dbt.type_string() }}) as utm_campaign,
        code as coupon_code

    from discount_codes

    where rejection is null

),

gathered as (

    select
        order_key,
        {%- for name in ['utm_source', 'utm_medium', 'utm_campaign'] %}
        coalesce(
            max(case when priority = 1 then {{ name }} end),
            max(case when priority = 2 then {{ name }} end)
        ) as {{ name }},
        {%- endfor %}
        nullif({{ sorted_list('coupon_code', ';') }}, '') as coupon_code

    from stacked

    group by order_key

)

select * from gathered
