{{ config(severity='warn') }}

-- Words of the source systems that nobody has translated; they count as other, or
-- stay as written. Job titles are free text: those without a known word are no fault.
select
    value_set,
    source_system,
    raw_value,
    row_count

from {{ ref('unmapped_values') }}

where value_set != 'job_title'
