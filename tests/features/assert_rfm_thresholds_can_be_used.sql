-- A metric's cut points are numbered 1, 2, ... and grow; as many as the bands
-- need, where the thresholds are used at all.
{% set bands = rfm_setting('bands') %}
{% set is_used = rfm_setting('method') == 'threshold' %}
{% set text = dbt.type_string() %}

with

rfm_thresholds as (

    select * from {{ ref('rfm_thresholds') }}

),

{% if is_used %}

wanted as (

    {% for metric in ['recency', 'frequency', 'monetary'] %}
    {% for cut in range(1, bands) %}

    select
        '{{ metric }}' as metric,
        {{ cut }} as cut_order

    {{ 'union all' if not (metric == 'monetary' and cut == bands - 1) }}

    {% endfor %}
    {% endfor %}

),

{% endif %}

stepped as (

    select
        metric,
        cut_order,
        cut_point,
        lag(cut_point) over (
            partition by metric
            order by cut_order, cut_point
        ) as cut_point_before,
        count(*) over (partition by metric, cut_order) as line_count

    from rfm_thresholds

),

problems as (

    select distinct
        'rfm_thresholds.csv: the metric ' || metric
        || ' is unknown. Use recency, frequency or monetary.' as message

    from rfm_thresholds

    where metric not in ('recency', 'frequency', 'monetary')

    union all

    select distinct
        'rfm_thresholds.csv: ' || metric || ', cut_order '
        || cast(cut_order as {{ text }}) || ' is given '
        || cast(line_count as {{ text }}) || ' times. Keep one of the lines.'
            as message

    from stepped

    where line_count > 1

    union all

    select
        'rfm_thresholds.csv: ' || metric || ', cut_order '
        || cast(cut_order as {{ text }}) || ' is '
        || cast(cut_point as {{ text }}) || ', not more than the '
        || cast(cut_point_before as {{ text }})
        || ' before it. Cut points must grow with cut_order.' as message

    from stepped

    where
        line_count = 1
        and cut_point <= cut_point_before

    {% if is_used %}

    union all

    select
        'rfm_thresholds.csv: ' || wanted.metric || ' has no cut_order '
        || cast(wanted.cut_order as {{ text }})
        || '. rfm__bands is {{ bands }}, so each metric needs cut_order 1 to '
        || '{{ bands - 1 }}. Add the line.' as message

    from wanted

    left join rfm_thresholds
        on
            wanted.metric = rfm_thresholds.metric
            and wanted.cut_order = rfm_thresholds.cut_order

    where rfm_thresholds.metric is null

    union all

    select distinct
        'rfm_thresholds.csv: ' || rfm_thresholds.metric || ', cut_order '
        || cast(rfm_thresholds.cut_order as {{ text }})
        || ' is too many: rfm__bands is {{ bands }}, so there are cuts 1 to '
        || '{{ bands - 1 }}. Remove the line.' as message

    from rfm_thresholds

    left join wanted
        on rfm_thresholds.cut_order = wanted.cut_order

    where wanted.cut_order is null

    {% endif %}

),

listed as (

    select {{ sorted_list('message', '\n') }} as message

    from problems

)

select message

from listed

where {{ stop_with('message') }}
