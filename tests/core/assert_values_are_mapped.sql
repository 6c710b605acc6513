{{ config(severity='warn') }}

-- Words of the source systems that nobody has translated; they count as other.
select
    value_set,
    source_system,
    raw_value,
    row_count

from {{ ref('unmapped_values') }}
