-- Nothing gets lost between a raw table and its staging model. Lines of a file
-- that are no rows are on top of that.
with

counted as (

    {% for model in fed_models() %}
    {% for table in raw_tables(model) %}

    select
        '{{ model }}' as staging_model,
        count(*) as raw_rows,
        0 as staged_rows

    from {{ table }}

    union all

    {% endfor %}

    select
        '{{ model }}' as staging_model,
        0 as raw_rows,
        count(*) as staged_rows

    from {{ ref(model) }}

    where {{ 'true' if raw_tables(model) else 'false' }}

    {{ 'union all' if not loop.last }}

    {% endfor %}

)

select
    staging_model,
    sum(raw_rows) as raw_row_count,
    sum(staged_rows) as staged_row_count

from counted

group by staging_model

having sum(raw_rows) != sum(staged_rows)
