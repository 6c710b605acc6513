{% set text = dbt.type_string() %}
{% set percent = ' * 100 as integer) as ' ~ text ~ ') || \' %\'' %}

with

compared as (

    select * from {{ ref('publication_comparisons') }}

),

changed as (

    select
        *,
        published_row_count >= smallest_compared
        and published_row_count > 0 as is_large_enough,
        {{ dbt.datediff(
            'newest_on', 'as_of_on', 'day'
        ) }} as age_days,
        {{ dbt.datediff(
            'published_newest_on', 'published_as_of_on', 'day'
        ) }} as published_age_days

    from compared

),

checked as (

    select
        counted,
        counted_name,
        'maximum_change' as limit_name,
        maximum_change as limit_value,
        on_change as on_breach,
        is_large_enough
        and abs(row_count - published_row_count)
        > maximum_change * published_row_count as is_breached,
        'has ' || cast(row_count as {{ text }}) || ' members and had '
        || cast(published_row_count as {{ text }}) as finding,
        'a change by ' || cast(cast(maximum_change{{ percent }} as allowed

    from changed

    where counted = 'segment'

    union all

    select
        counted,
        counted_name,
        'maximum_share_change' as limit_name,
        maximum_share_change as limit_value,
        'stop' as on_breach,
        abs(share_of_contacts - published_share_of_contacts)
        > maximum_share_change as is_breached,
        'holds ' || cast(cast(share_of_contacts{{ percent }}
        || ' of all contacts and held '
        || cast(cast(published_share_of_contacts{{ percent }} as finding,
        'a difference of ' || cast(cast(maximum_share_change{{ percent }}
            as allowed

    from changed

    where counted = 'segment'

    union all

    select
        counted,
        counted_name,
        'minimum_rows' as limit_name,
        minimum_rows as limit_value,
        'stop' as on_breach,
        row_count < minimum_rows as is_breached,
        case
            when row_count = 0 then 'has no usable row'
            else 'has only ' || cast(row_count as {{ text }}) || ' usable rows'
        end as finding,
        'no fewer than ' || cast(cast(minimum_rows as integer) as {{ text }})
            as allowed

    from changed

    where counted = 'source'

    union all

    select
        counted,
        counted_name,
        'maximum_row_loss' as limit_name,
        maximum_row_loss as limit_value,
        'stop' as on_breach,
        is_large_enough
        and row_count >= coalesce(minimum_rows, 0)
        and published_row_count - row_count
        > maximum_row_loss * published_row_count as is_breached,
        'has ' || cast(row_count as {{ text }}) || ' usable rows and had '
        || cast(published_row_count as {{ text }}) as finding,
        'a loss of ' || cast(cast(maximum_row_loss{{ percent }} as allowed

    from changed

    where counted = 'source'

    union all

    -- what was old when last published may grow older: it lets a source rest
    -- that a person has let through
    select
        counted,
        counted_name,
        'maximum_age_days' as limit_name,
        maximum_age_days as limit_value,
        case
            when published_age_days <= maximum_age_days then 'stop'
            else 'warn'
        end as on_breach,
        age_days > maximum_age_days as is_breached,
        'has its newest row of ' || cast(newest_on as {{ text }}) || ', '
        || cast(age_days as {{ text }}) || ' days before '
        || cast(as_of_on as {{ text }}) as finding,
        cast(cast(maximum_age_days as integer) as {{ text }}) || ' days'
            as allowed

    from changed

    where counted = 'source'

),

judged as (

    select
        checked.counted,
        checked.counted_name,
        checked.limit_name,
        checked.limit_value,
        case
            when not coalesce(checked.is_breached, false) then 'ok'
            when checked.on_breach = 'warn' then 'warn'
            when {{ is_forced('checked.counted_name') }} then 'forced'
            else 'stop'
        end as verdict,
        case
            when checked.is_breached
                then checked.counted || ' ' || checked.counted_name || ' '
        end
        || checked.finding || case
            when compared.published_as_of_on is null then ''
            else
                ' (last published for '
                || cast(compared.published_as_of_on as {{ text }}) || ')'
        end
        || '; allowed: ' || checked.allowed || case
            when compared.is_redefined then '. Its rules changed since'
            else ''
        end as remark,
        compared.as_of_on

    from checked

    inner join compared
        on
            checked.counted = compared.counted
            and checked.counted_name = compared.counted_name

    where checked.limit_value is not null

)

select * from judged
