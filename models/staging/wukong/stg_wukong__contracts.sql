{#
    A contract is paid in parts, so one sale is in both tables: contracts are
    the orders, or payments with the variable wukong__order_grain.
#}
with

source as (

    {{ read_source(source('wukong', 'contract')) }}

),

contacts as (

    {{ read_source(source('wukong', 'contacts')) }}

),

customers as (

    {{ read_source(source('wukong', 'customer')) }}

),

{{ wukong_main_contacts() }},

renamed as (

    select
        ---------- ids
        source.record_key as order_key,
        source.source_system,
        source.source_instance,
        source.source_row,
        source.contract_id as source_order_id,
        {{ wukong_contact_of('source') }} as contact_record_key,

        ---------- strings
        cast(null as {{ dbt.type_string() }}) as email,
        'crm' as revenue_class,
        {{ wukong_check_status() }} as order_status,
        '{{ var('wukong__currency') }}' as currency,
        cast(null as {{ dbt.type_string() }}) as channel,
        cast(null as {{ dbt.type_string() }}) as utm_source,
        cast(null as {{ dbt.type_string() }}) as utm_medium,
        cast(null as {{ dbt.type_string() }}) as utm_campaign,
        cast(null as {{ dbt.type_string() }}) as coupon_code,

        ---------- numbers
        source.money as total_amount,
        source.total_price as subtotal_amount,
        cast(null as {{ type_money() }}) as discount_amount,
        cast(null as {{ type_money() }}) as tax_amount,
        cast(null as {{ type_money() }}) as shipping_amount,
        cast(0 as {{ type_money() }}) as refunded_amount,

        ---------- booleans
        false as is_test,

        ---------- dates and times
        coalesce(source.order_date, source.create_time) as ordered_at,

        ---------- faults
        source.record_id,
        source.bad_values,
        source.rejection

    from source

    {{ wukong_join_contacts('source') }}

    where
        {{ 'source.rejection is not null'
            if var('wukong__order_grain') == 'payment' else 'true' }}

)

select * from renamed
