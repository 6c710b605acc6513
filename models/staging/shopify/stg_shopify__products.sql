with

source as (

    {{ read_source(source('shopify', 'product')) }}

),

variants as (

    {{ read_source(source('shopify', 'product_variant')) }}

),

variant_totals as (

    {# a product of several variants has no SKU of its own #}
    select
        source_scope,
        product_id,
        case when min(sku) = max(sku) then min(sku) end as sku,
        min(price) as unit_price

    from variants

    where rejection is null

    group by
        source_scope,
        product_id

),

tombstones as (

    select distinct record_key

    from source

    where deleted_at is not null

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
        source.title as product_name,
        variant_totals.sku,
        source.product_type as category,
        source.vendor as brand,

        ---------- numbers
        variant_totals.unit_price,

        ---------- booleans
        coalesce(lower(source.status), 'active') = 'active'
        and not coalesce(source.is_deleted, false)
        and tombstones.record_key is null as is_active,

        ---------- faults
        source.record_id,
        source.bad_values,
        {{ tombstone_rejection('title') }} as rejection

    from source

    left join variant_totals
        on source.source_scope = variant_totals.source_scope
            and source.id = variant_totals.product_id

    left join tombstones
        on source.record_key = tombstones.record_key

)

select * from renamed
