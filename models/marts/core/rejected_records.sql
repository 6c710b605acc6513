{#
    Nothing is lost without a word: rows that could not be used, values that
    could not be read, lines that were no rows, and rows about somebody whom no
    record and no address makes known.
#}
with

raw_rejections as (

    select * from {{ ref('int_rejections__unioned') }}

),

unidentified_rows as (

    select * from {{ ref('int_rejections__identified') }}

),

stacked as (

    select
        stage,
        source_system,
        source_instance,
        source_table,
        source_row,
        record_id,
        column_name,
        raw_value,
        reason,
        is_row_rejected

    from raw_rejections

    union all

    select
        'identity' as stage,
        source_system,
        source_instance,
        source_table,
        source_row,
        record_id,
        column_name,
        raw_value,
        reason,
        is_row_rejected

    from unidentified_rows

),

keyed as (

    select
        {{ dbt.hash(
            "stage || '|' || source_system || '|' || source_instance || '|' || source_table || '|' || coalesce(cast(source_row as " ~ dbt.type_string() ~ "), '') || '|' || coalesce(record_id, '') || '|' || coalesce(column_name, '') || '|' || coalesce(raw_value, '') || '|' || reason"
        ) }} as fault_hash,
        *

    from stacked

),

numbered as (

    {# two rows without a key and a row number may have the very same fault #}
    select
        fault_hash || '-' || cast(row_number() over (
            partition by fault_hash order by reason
        ) as {{ dbt.type_string() }}) as rejected_record_id,
        stage,
        source_system,
        source_instance,
        source_table,
        source_row,
        record_id,
        column_name,
        raw_value,
        reason,
        is_row_rejected

    from keyed

)

select * from numbered
