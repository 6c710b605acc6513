with

source as (

    {{ read_source(source('wukong', 'product')) }}

),

categories as (

    {{ read_source(source('wukong', 'product_category')) }}

),

renamed as (

    select
        ---------- ids
        source.record_key as product_key,
        source.source_system,
        source.source_instance,
        source.source_row,
        source.product_id as source_product_id,

        ---------- strings
        source.name as product_name,
        source.num as sku,
        categories.name as category,
        cast(null as {{ dbt.type_string() }}) as brand,

        ---------- numbers
        source.price as unit_price,

        ---------- booleans
        coalesce(source.status, 1) = 1
        and not {{ wukong_is_gone() }} as is_active,

        ---------- faults
        source.record_id,
        source.bad_values,
        source.rejection

    from source

    left join categories
        on source.source_scope = categories.source_scope
            and source.category_id = categories.record_id
            and categories.rejection is null

)

select * from renamed
