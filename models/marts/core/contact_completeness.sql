{% set fields = contact_quality_fields() %}

with

contacts as (

    select * from {{ ref('contacts') }}

),

contact_field_rules as (

    select * from {{ ref('contact_field_rules') }}

),

weights as (

    select
        sum(completeness_weight) as all_fields,
        {% for field in fields %}
        coalesce(max(case
            when field_name = '{{ field }}' then completeness_weight
        end), 0) as {{ field }}{{ ',' if not loop.last }}
        {% endfor %}

    from contact_field_rules

),

{# an address that mail may not go to is as good as none #}
weighed as (

    select
        contacts.contact_id,
        weights.all_fields,
        {% for field in fields %}
        {{ '+ ' if not loop.first }}case
            when {% if field == 'email' -%}
            contacts.is_email_mailable
            {%- else -%}
            contacts.{{ field }} is not null
            {%- endif %} then weights.{{ field }}
            else 0
        end
        {% endfor %}
            as filled_weight

    from contacts

    cross join weights

),

scored as (

    select
        contact_id,
        cast({{ whole_quotient(
            '100 * filled_weight', 'nullif(all_fields, 0)'
        ) }} as integer) as completeness_score

    from weighed

)

select * from scored
