{% set bands = rfm_setting('bands') %}

with

rfm_measures as (

    select * from {{ ref('rfm_measures') }}

),

{# equal values are one row, so that they cannot be parted #}
value_counts as (

    {% for metric, column in {
        'recency': 'recency_days',
        'frequency': 'order_count',
        'monetary': 'monetary_value',
    }.items() %}

    select
        cast('{{ metric }}' as {{ dbt.type_string() }}) as metric,
        cast({{ column }} as {{ type_money() }}) as metric_value,
        count(*) as contact_count

    from rfm_measures

    group by {{ column }}

    {{ 'union all' if not loop.last }}

    {% endfor %}

),

ranked_values as (

    select
        metric,
        metric_value,
        contact_count,
        cast(sum(contact_count) over (
            partition by metric
            order by metric_value
        ) as {{ dbt.type_bigint() }}) as last_rank

    from value_counts

),

{# a cut lies cut/bands of the way from the first contact to the last #}
cut_ranks as (

    {% for cut in range(1, bands) %}
    {% set way = cut ~ ' * (max(last_rank) - 1)' %}

    select
        metric,
        {{ cut }} as cut_order,
        1 + {{ whole_quotient(way, bands) }} as rank_below,
        mod({{ way }}, {{ bands }}) as bands_beyond

    from ranked_values

    group by metric

    {{ 'union all' if not loop.last }}

    {% endfor %}

),

neighbours as (

    select
        cut_ranks.metric,
        cut_ranks.cut_order,
        cut_ranks.bands_beyond,
        min(ranked_values.metric_value) as value_below,
        cast(10000 * (
            max(ranked_values.metric_value) - min(ranked_values.metric_value)
        ) as {{ dbt.type_bigint() }}) as gap_units

    from cut_ranks

    inner join ranked_values
        on
            cut_ranks.metric = ranked_values.metric
            and cut_ranks.rank_below <= ranked_values.last_rank
            and cut_ranks.rank_below
            >= ranked_values.last_rank - ranked_values.contact_count

    group by
        cut_ranks.metric,
        cut_ranks.cut_order,
        cut_ranks.bands_beyond

),

{# Cut off at four decimals, which is as fine as the values are: none lies
   between the quantile and its cut-off form, so comparing with it is exact. #}
interpolated as (

    select
        metric,
        cut_order,
        cast(value_below + 0.0001 * {{ whole_quotient(
            'gap_units * bands_beyond', bands
        ) }} as {{ type_money() }}) as cut_point

    from neighbours

)

select * from interpolated
