{% set bands = rfm_setting('bands') %}
{% set method = rfm_setting('method') %}
{% set is_quantile = 'true' if method == 'quantile' else 'false' %}

with

rfm_quantiles as (

    select * from {{ ref('rfm_quantiles') }}

),

rfm_thresholds as (

    select * from {{ ref('rfm_thresholds') }}

),

cut_points as (

    select
        metric,
        cut_order,
        cut_point

    from rfm_quantiles

    where '{{ method }}' = 'quantile'

    union all

    select
        metric,
        cut_order,
        cut_point

    from rfm_thresholds

    where '{{ method }}' = 'threshold'

),

{# the highest band has no cut point above it #}
upper_bounds as (

    select
        metric,
        cut_order as band,
        cut_point as upper_bound

    from cut_points

    union all

    select distinct
        metric,
        {{ bands }} as band,
        cast(null as {{ type_money() }}) as upper_bound

    from cut_points

),

both_bounds as (

    select
        metric,
        band,
        lag(upper_bound) over (
            partition by metric
            order by band
        ) as lower_bound,
        upper_bound

    from upper_bounds

),

{# few days since the last order are good, so recency counts down #}
scored as (

    select
        metric,
        case
            when metric = 'recency' then {{ bands + 1 }} - band
            else band
        end as score,
        lower_bound,
        upper_bound,
        lower_bound is not null and not {{ is_quantile }} as is_lower_included,
        upper_bound is not null and {{ is_quantile }} as is_upper_included,
        coalesce(lower_bound = upper_bound, false) as is_empty

    from both_bounds

)

select * from scored
