-- Compared with the last good publication a segment or a source has changed
-- more than seeds/segments/publication_limits.csv allows.
with

stopping as (

    select
        counted_name,
        remark

    from {{ ref('publication_checks') }}

    where verdict = 'stop'

),

named as (

    select distinct counted_name

    from stopping

),

remarked as (

    select {{ sorted_list("remark || '.'", '\n') }} as remarks

    from stopping

),

let_through as (

    select {{ sorted_list('counted_name', ',') }} as let_through_names

    from named

),

worded as (

    select
        remarked.remarks || {{ "'\n'" }}
        || 'Nothing is published; what was published last stays. Mend the '
        || 'input, change the limit in seeds/segments/publication_limits.csv, '
        || 'or let it through this once: make build FORCE='
        || let_through.let_through_names as message

    from remarked

    cross join let_through

)

select message

from worded

where {{ stop_with('message') }}
