{# Orders only with the variable wukong__order_grain on payment. #}
with

source as (

    {{ read_source(source('wukong', 'receivables')) }}

),

contracts as (

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
        source.source_scope || ':payment-' || source.record_id as order_key,
        source.source_system,
        source.source_instance,
        source.source_row,
        source.receivables_id as source_order_id,
        {{ wukong_contact_of('source') }} as contact_record_key,

        ---------- strings
        cast(null as {{ dbt.type_string() }}) as email,
        'crm' as revenue_class,
        {{ wukong_check_status() }} as order_status,
        '{{ var('wukong__currency') }}' as currency,
        source.return_type as channel,
        cast(null as {{ dbt.type_string() }}) as utm_source,
        cast(null as {{ dbt.type_string() }}) as utm_medium,
        cast(null as {{ dbt.type_string() }}) as utm_campaign,
        cast(null as {{ dbt.type_string() }}) as coupon_code,

        ---------- numbers
        source.money as total_amount,
        cast(null as {{ type_money() }}) as subtotal_amount,
        cast(null as {{ type_money() }}) as discount_amount,
        cast(null as {{ type_money() }}) as tax_amount,
        cast(null as {{ type_money() }}) as shipping_amount,
        cast(0 as {{ type_money() }}) as refunded_amount,

        ---------- booleans
        false as is_test,

        ---------- dates and times
        coalesce(source.return_time, source.create_time) as ordered_at,

        ---------- faults
        source.record_id,
        source.bad_values,
        source.rejection

    from source

    left join contracts
        on source.source_scope = contracts.source_scope
            and source.contract_id = contracts.record_id
            and contracts.rejection is null

    {{ wukong_join_contacts('source', named_by='contracts') }}

    where
        {{ 'true' if var('wukong__order_grain') == 'payment'
            else 'source.rejection is not null' }}

)

select * from renamed
