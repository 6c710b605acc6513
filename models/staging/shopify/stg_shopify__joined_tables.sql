with

faults as (

    {{ joined_table_faults({
        'customer_address': source('shopify', 'customer_address'),
        'refund': source('shopify', 'refund'),
        'order_line_refund': source('shopify', 'order_line_refund'),
        'order_adjustment': source('shopify', 'order_adjustment'),
        'transaction': source('shopify', 'transaction'),
        'order_discount_code': source('shopify', 'order_discount_code'),
        'order_url_tag': source('shopify', 'order_url_tag'),
        'customer_visit': source('shopify', 'customer_visit'),
        'product_variant': source('shopify', 'product_variant'),
    }) }}

)

select * from faults
