with

source as (

    {{ read_source(source('files', 'erased_rows')) }}

),

renamed as (

    select
        system_name as source_system,
        table_name as source_table,
        file_name,
        row_number as source_row

    from source

)

select * from renamed
