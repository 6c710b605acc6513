{{ config(severity=var('conflicting_duplicates')) }}

-- Rows with the same key that say different things, with nothing to tell which
-- is newer. One of them is used, but which one is chance.
select
    source_system,
    source_table,
    source_row,
    record_id,
    'One of several rows with this key and other values; give the right'
    || ' one a newer updated_at, or delete the others.' as remedy

from {{ ref('rejected_records') }}

where reason = 'conflicting duplicate'
