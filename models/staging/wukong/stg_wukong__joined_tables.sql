with

faults as (

    {{ joined_table_faults({
        'business_type': source('wukong', 'business_type'),
        'business_status': source('wukong', 'business_status'),
        'business_change': source('wukong', 'business_change'),
        'product_category': source('wukong', 'product_category'),
        'activity_relation': source('wukong', 'activity_relation'),
        'contacts_data': source('wukong', 'contacts_data'),
        'leads_data': source('wukong', 'leads_data'),
        'customer_data': source('wukong', 'customer_data'),
        'field': source('wukong', 'field'),
        'user': source('wukong', 'user'),
    }) }}

)

select * from faults
