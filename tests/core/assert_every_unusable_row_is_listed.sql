-- A row that staging cannot use is in rejected_records, once.
with

rejected_records as (

    select * from {{ ref('rejected_records') }}

),

counted as (

    {% for model in fed_models() %}

    select
        '{{ model.split("__")[1] }}' as source_table,
        count(*) as unusable_rows,
        0 as listed_rows

    from {{ ref(model) }}

    where rejection is not null

    union all

    {% endfor %}

    select
        source_table,
        0 as unusable_rows,
        count(*) as listed_rows

    from rejected_records

    where stage = 'staging' and is_row_rejected

    group by source_table

)

select
    source_table,
    sum(unusable_rows) as unusable_row_count,
    sum(listed_rows) as listed_row_count

from counted

group by source_table

having sum(unusable_rows) != sum(listed_rows)
