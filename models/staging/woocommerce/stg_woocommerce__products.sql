with

source as (

    {{ read_source(source('woocommerce', 'products')) }}

),

categories as (

    {{ read_source(source('woocommerce', 'product_category')) }}

),

ranked_categories as (

    {# the oldest of several is the most general one as a rule #}
    select
        source_scope,
        product_id,
        name,
        row_number() over (
            partition by source_scope, product_id order by id asc
        ) as category_rank

    from categories

    where rejection is null

),

renamed as (

    select
        ---------- ids
        source.record_key as product_key,
        source.source_system,
        source.source_instance,
        source.source_row,
        source.id as source_product_id,

        ---------- strings
        source.name as product_name,
        source.sku,
        ranked_categories.name as category,
        cast(null as {{ dbt.type_string() }}) as brand,

        ---------- numbers
        source.price as unit_price,

        ---------- booleans
        coalesce(source.status, 'publish') = 'publish' as is_active,

        ---------- faults
        source.record_id,
        source.bad_values,
        source.rejection

    from source

    left join ranked_categories
        on source.source_scope = ranked_categories.source_scope
            and source.id = ranked_categories.product_id
            and ranked_categories.category_rank = 1

)

select * from renamed
