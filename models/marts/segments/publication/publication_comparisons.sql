with

segments as (

    select * from {{ ref('segments') }}

),

segment_health as (

    select * from {{ ref('segment_health') }}

),

source_counts as (

    select * from {{ ref('source_counts') }}

),

publication_limits as (

    select
        lower(trim(limit_name)) as limit_name,
        lower(trim(applies_to)) as applies_to,
        {{ parse_number('limit_value') }} as limit_value

    from {{ ref('publication_limits') }}

),

published as (

    {{ last_published_counts() }}

),

-- what a limit names, what was published and may be gone, what there is now
subjects as (

    select
        'source' as counted,
        applies_to as counted_name

    from publication_limits

    where
        applies_to like '%/%'
        and applies_to not like '*/%'

    union

    select
        'source' as counted,
        counted_name

    from published

    where
        counted = 'source'
        and row_count > 0

    union

    select
        'source' as counted,
        source_name as counted_name

    from source_counts

    union

    select
        'segment' as counted,
        segment_id as counted_name

    from segments

),

fitting as (

    select
        subjects.counted_name,
        publication_limits.limit_name,
        publication_limits.limit_value,
        row_number() over (
            partition by subjects.counted_name, publication_limits.limit_name
            order by
                case
                    when publication_limits.applies_to is null then 3
                    when publication_limits.applies_to like '*/%' then 2
                    else 1
                end
        ) as place

    from subjects

    inner join publication_limits
        on
            publication_limits.applies_to is null
            or subjects.counted_name = publication_limits.applies_to
            or '*/' || {{ part_of('subjects.counted_name', "'/'", 2) }}
            = publication_limits.applies_to

),

limited as (

    select
        {% for name in publication_limit_names() %}
        max(case when limit_name = '{{ name }}' then limit_value end)
            as {{ name }},
        {% endfor %}
        counted_name

    from fitting

    where place = 1

    group by counted_name

),

compared as (

    select
        subjects.counted,
        subjects.counted_name,
        coalesce(segment_health.members, source_counts.row_count, 0)
            as row_count,
        published.row_count as published_row_count,
        segment_health.share_of_contacts,
        published.share_of_contacts as published_share_of_contacts,
        source_counts.newest_on,
        published.newest_on as published_newest_on,
        coalesce(segments.definition_hash != published.definition_hash, false)
            as is_redefined,
        segments.definition_hash,
        case
            when segments.maximum_change is not null then segments.on_breach
            else 'stop'
        end as on_change,
        coalesce(segments.maximum_change, limited.maximum_change)
            as maximum_change,
        limited.maximum_share_change,
        limited.minimum_rows,
        limited.maximum_row_loss,
        limited.maximum_age_days,
        coalesce(limited.smallest_compared, 0) as smallest_compared,
        published.as_of_on as published_as_of_on,
        {{ as_of_date() }} as as_of_on

    from subjects

    left join segments
        on
            subjects.counted = 'segment'
            and subjects.counted_name = segments.segment_id

    left join segment_health
        on segments.segment_id = segment_health.segment_id

    left join source_counts
        on
            subjects.counted = 'source'
            and subjects.counted_name = source_counts.source_name

    left join published
        on
            subjects.counted = published.counted
            and subjects.counted_name = published.counted_name

    left join limited
        on subjects.counted_name = limited.counted_name

)

select * from compared
