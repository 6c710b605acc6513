{#
    Whether a deal of HubSpot is won: what the deal says counts, then its stage,
    then the usual id of a stage. A stage that is closed but neither sure nor
    hopeless is no outcome we know.
#}
{% macro hubspot_deal_status(deals, stages) -%}
    case
            when {{ deals }}.hs_is_closed_won then 'won'
            when {{ deals }}.hs_is_closed then 'lost'
            when {{ deals }}.hs_is_closed is not null then 'open'
            when not {{ stages }}.is_closed then 'open'
            when {{ stages }}.is_closed and {{ stages }}.probability = 1 then 'won'
            when {{ stages }}.is_closed and {{ stages }}.probability = 0 then 'lost'
            when {{ stages }}.is_closed then 'closed'
            when {{ deals }}.stage_id in ('closedwon', 'closedlost')
                then substr({{ deals }}.stage_id, 7)
            else 'open'
        end
{%- endmacro %}
