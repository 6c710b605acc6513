with

faults as (

    {{ joined_table_faults({
        'order_refund': source('woocommerce', 'order_refund'),
        'order_coupon': source('woocommerce', 'order_coupon'),
        'order_metadata': source('woocommerce', 'order_metadata'),
        'product_category': source('woocommerce', 'product_category'),
    }) }}

)

select * from faults
