with

metadata as (

    {{ read_source(source('woocommerce', 'order_metadata')) }}

),

coupons as (

    {{ read_source(source('woocommerce', 'order_coupon')) }}

),

stacked as (

    {# WooCommerce notes where a visitor came from since version 8.5 #}
    select
        source_scope || ':' || order_id as order_key
        {%- for name in ['utm_source', 'utm_medium', 'utm_campaign'] %},
        case
            when key = '_wc_order_attribution_{{ name }}' then value
        end as {{ name }}
        {%- endfor %},
        cast(null as {{ dbt.type_string() }}) as coupon_code

    from metadata

    where rejection is null

    union all

    select
        source_scope || ':' || order_id as order_key,
        cast(null as {{ dbt.type_string() }}) as utm_source,
        cast(null as {{ dbt.type_string() }}) as utm_medium,
        cast(null as {{ dbt.type_string() }}) as utm_campaign,
        code as coupon_code

    from coupons

    where rejection is null

),

gathered as (

    select
        order_key,
        max(utm_source) as utm_source,
        max(utm_medium) as utm_medium,
        max(utm_campaign) as utm_campaign,
        nullif({{ sorted_list('coupon_code', ';') }}, '') as coupon_code

    from stacked

    group by order_key

)

select * from gathered
