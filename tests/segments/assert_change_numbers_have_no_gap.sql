select
    count(*) as changes,
    min(sequence_number) as first_number,
    max(sequence_number) as last_number

from {{ ref('segment_membership_changes') }}

having
    count(*) > 0
    and (min(sequence_number) != 1 or max(sequence_number) != count(*))
