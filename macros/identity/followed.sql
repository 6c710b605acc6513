{#
    A CTE `followed`: for each id that was merged away (in the CTE `changes`) the
    id that is left at the end of the chain. Each pass doubles how far it sees:
    six follow a chain of 64 merges.
#}
{% macro followed(changes, id) -%}
followed_0 as (

    select
        old_{{ id }} as old_id,
        new_{{ id }} as current_id

    from {{ changes }}

    where change_type = 'merge'

),

{% for pass in range(1, 7) %}
{{ 'followed' if loop.last else 'followed_' ~ pass }} as (

    select
        earlier.old_id,
        coalesce(later.current_id, earlier.current_id) as current_id

    from followed_{{ pass - 1 }} as earlier

    left join followed_{{ pass - 1 }} as later
        on earlier.current_id = later.old_id

){{ ',' if not loop.last }}

{% endfor %}
{%- endmacro %}
