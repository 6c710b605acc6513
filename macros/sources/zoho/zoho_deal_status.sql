{#
    Whether a deal of Zoho is won: its stage as the variables zoho__won_stages and
    zoho__lost_stages name it, else a probability of 100 or 0. A stage that is
    closed in an unknown way stays as written, so that it is listed.
#}
{% macro zoho_deal_status(table='source') -%}
    case
            {%- for status in ['won', 'lost'] %}
            {%- for stage in var('zoho__' ~ status ~ '_stages') %}
            when lower({{ table }}.stage) = {{ text_literal(stage | lower) }} then '{{ status }}'
            {%- endfor %}
            {%- endfor %}
            when {{ table }}.probability = 100 then 'won'
            when {{ table }}.probability = 0 then 'lost'
            when lower({{ table }}.stage) like 'closed%' then {{ table }}.stage
            else 'open'
        end
{%- endmacro %}
