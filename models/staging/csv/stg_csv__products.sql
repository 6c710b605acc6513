with

source as (

    {{ read_source(source('csv', 'products')) }}

),

renamed as (

    select
        ---------- ids
        record_key as product_key,
        source_system,
        source_instance,
        source_row,
        product_id as source_product_id,

        ---------- strings
        product_name,
        sku,
        category,
        brand,

        ---------- numbers
        unit_price,

        ---------- booleans
        is_active,

        ---------- faults
        record_id,
        bad_values,
        rejection

    from source

)

select * from renamed
