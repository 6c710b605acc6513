with

source as (

    {{ read_source(source('files', 'unreadable_lines')) }}

),

renamed as (

    select
        system_name as source_system,
        table_name as source_table,
        line_number,
        raw_line,
        problem

    from source

    where system_name in (
            {%- for system in var('crm_sources') %}
            '{{ system }}'{{ ',' if not loop.last }}
            {%- endfor %}
        )

)

select * from renamed
