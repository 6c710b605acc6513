with

surviving_values as (

    select * from {{ ref('int_contact_values__surviving') }}

),

described as (

    select
        contact_id,
        field_name,
        contact_record_key,
        source_system,
        survivorship_rule

    from surviving_values

)

select * from described
