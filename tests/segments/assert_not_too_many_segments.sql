-- More segments than people can serve. Let some rest, or raise the variable
-- maximum_active_segments.
{{ config(severity='warn') }}

select count(*) as segment_count

from {{ ref('segments') }}

having count(*) > {{ var('maximum_active_segments') }}
