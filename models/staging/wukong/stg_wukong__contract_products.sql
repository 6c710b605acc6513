with

source as (

    {{ read_source(source('wukong', 'contract_product')) }}

),

priced as (

    select
        *,
        cast(coalesce(
            subtotal, sales_price * num, price * num
        ) as {{ type_money() }}) as line_amount

    from source

),

renamed as (

    select
        ---------- ids
        record_key as order_item_key,
        source_system,
        source_instance,
        source_row,
        source_scope || ':' || contract_id as order_key,
        source_scope || ':' || product_id as product_key,

        ---------- strings
        cast(null as {{ dbt.type_string() }}) as sku,

        ---------- numbers
        num as quantity,
        coalesce(price, sales_price) as unit_price,
        {# sold above the list price is no discount #}
        cast(case
            when price * num > line_amount then price * num - line_amount
            else 0
        end as {{ type_money() }}) as discount_amount,
        line_amount,
        cast(0 as {{ type_money() }}) as refunded_quantity,

        ---------- faults
        record_id,
        bad_values,
        rejection

    from priced

)

select * from renamed
