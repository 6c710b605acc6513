-- See the column remarks of segment_health for what to do.
{{ config(severity='warn') }}

select
    segment_id,
    members,
    remarks

from {{ ref('segment_health') }}

where verdict = 'warn'
