-- Whatever map is in the seed: each cell has one group, each group has a cell.
-- Needs no contact: it stops the build before one is scored.
{% set bands = rfm_setting('bands') %}
{% set text = dbt.type_string() %}

with

rfm_grid as (

    select * from {{ ref('rfm_grid') }}

),

rfm_groups as (

    select * from {{ ref('rfm_groups') }}

),

cells as (

    {% for recency in range(1, bands + 1) %}
    {% for frequency in range(1, bands + 1) %}

    select
        {{ recency }} as recency_score,
        {{ frequency }} as frequency_score

    {{ 'union all' if not (recency == bands and frequency == bands) }}

    {% endfor %}
    {% endfor %}

),

lines as (

    select
        recency_score,
        frequency_score,
        min(rfm_group) as first_group,
        max(rfm_group) as last_group,
        count(*) as line_count

    from rfm_grid

    group by
        recency_score,
        frequency_score

),

problems as (

    select
        'rfm_grid.csv: recency ' || cast(cells.recency_score as {{ text }})
        || ', frequency ' || cast(cells.frequency_score as {{ text }})
        || ' has no group. Add the line '
        || cast(cells.recency_score as {{ text }}) || ','
        || cast(cells.frequency_score as {{ text }}) || ',<group>.' as message

    from cells

    left join lines
        on
            cells.recency_score = lines.recency_score
            and cells.frequency_score = lines.frequency_score

    where lines.line_count is null

    union all

    select
        'rfm_grid.csv: recency ' || cast(recency_score as {{ text }})
        || ', frequency ' || cast(frequency_score as {{ text }})
        || ' is given ' || cast(line_count as {{ text }}) || ' times ('
        || case
            when first_group = last_group then first_group
            else first_group || ', ' || last_group
        end
        || '). Keep one of the lines.' as message

    from lines

    where line_count > 1

    union all

    select
        'rfm_grid.csv: recency ' || cast(lines.recency_score as {{ text }})
        || ', frequency ' || cast(lines.frequency_score as {{ text }})
        || ' (' || lines.first_group || ') is no cell: rfm__bands is '
        || '{{ bands }}, so scores run from 1 to {{ bands }}. Remove the line.'
            as message

    from lines

    left join cells
        on
            lines.recency_score = cells.recency_score
            and lines.frequency_score = cells.frequency_score

    where cells.recency_score is null

    union all

    select distinct
        'rfm_grid.csv: the group ' || rfm_grid.rfm_group
        || ' is not in rfm_groups.csv. Add it there, or name one that is.'
            as message

    from rfm_grid

    left join rfm_groups
        on rfm_grid.rfm_group = rfm_groups.rfm_group

    where rfm_groups.rfm_group is null

    union all

    select
        'rfm_groups.csv: nobody can be in the group ' || rfm_groups.rfm_group
        || '. Give it a cell in rfm_grid.csv, or remove the line.' as message

    from rfm_groups

    left join rfm_grid
        on rfm_groups.rfm_group = rfm_grid.rfm_group

    where rfm_grid.rfm_group is null

),

listed as (

    select {{ sorted_list('message', '\n') }} as message

    from problems

)

select message

from listed

where {{ stop_with('message') }}
