-- A segment whose line says on_breach = stop and that is out of bounds: nothing
-- is published until the owner has mended it or changed the bounds, or it is let through by name
-- (make build FORCE=).
select
    segment_id,
    members,
    remarks

from {{ ref('segment_health') }}

where
    verdict = 'stop'
    and not ({{ is_forced('segment_id') }})
