with

source as (

    {{ read_source(source('csv', 'carts')) }}

),

renamed as (

    select
        ---------- ids
        record_key as cart_key,
        source_system,
        source_instance,
        source_row,
        source_scope || ':' || contact_id as contact_record_key,
        source_scope || ':' || recovered_order_id as recovered_order_key,

        ---------- strings
        email,
        upper(coalesce(currency, '{{ var('default_currency') }}')) as currency,

        ---------- numbers
        total_amount,

        ---------- dates and times
        created_at,
        completed_at,

        ---------- faults
        record_id,
        bad_values,
        rejection

    from source

)

select * from renamed
