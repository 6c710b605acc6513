with

source as (

    {{ read_source(source('csv', 'deals')) }}

),

renamed as (

    select
        ---------- ids
        record_key as deal_key,
        source_system,
        source_instance,
        source_row,
        deal_id as source_deal_id,
        source_scope || ':' || contact_id as contact_record_key,
        source_scope || ':' || company_id as company_record_key,

        ---------- strings
        deal_name,
        pipeline,
        stage,
        status as deal_status,
        upper(coalesce(currency, '{{ var('default_currency') }}')) as currency,
        source_channel,
        cast(null as {{ dbt.type_string() }}) as owner,

        ---------- numbers
        amount,
        probability,

        ---------- dates and times
        expected_close_date as expected_close_on,
        created_at,
        closed_at,

        ---------- faults
        record_id,
        bad_values,
        rejection

    from source

)

select * from renamed
