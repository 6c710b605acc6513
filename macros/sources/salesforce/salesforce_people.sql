{#
    CTE `people`: the contacts and leads of Salesforce that can be used, with
    the individual that holds their privacy settings, and further columns that
    both have.
#}
{% macro salesforce_people(contacts, leads, columns=[]) -%}
people as (

    {% for table in [contacts, leads] %}

    select
        record_key,
        source_system,
        source_instance,
        source_scope,
        source_row,
        record_id,
        individual_id
        {%- for column in columns %},
        {{ column }}
        {%- endfor %}

    from {{ table }}

    where rejection is null

    {{ 'union all' if not loop.last }}

    {% endfor %}

)
{%- endmacro %}
