-- More segments than people can serve. Let some rest, or raise the variable
-- segments__maximum_active.
{{ config(severity='warn') }}

select count(*) as segment_count

from {{ ref('segments') }}

having count(*) > {{ var('segments__maximum_active', 12) }}
