-- What must still be deleted where it comes from. Empty when the systems are done.
with

due as (

    select * from {{ ref('int_erasures__due') }}

),

keyed as (

    select distinct
        source_system,
        source_instance,
        source_table,
        file_name,
        record_id,
        source_row

    from due

)

select * from keyed
