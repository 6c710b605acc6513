{#
    The tables that only add to the rows of others have no entity in which
    their faults would be listed, so they are listed here.
#}
{% set tables = [
    'business_type', 'business_status', 'business_change', 'product_category',
    'activity_relation', 'contacts_data', 'leads_data', 'customer_data', 'field',
    'user'
] %}

with

{% for table in tables %}

{{ table }}_rows as (

    {{ read_source(source('wukong', table)) }}

),

{% endfor %}

faults as (

    {% for table in tables %}

    select
        source_system,
        source_instance,
        source_row,
        '{{ table }} ' || coalesce(record_id, '') as record_id,
        bad_values,
        rejection

    from {{ table }}_rows

    where coalesce(bad_values, rejection) is not null

    {{ 'union all' if not loop.last }}

    {% endfor %}

),

numbered as (

    {# rows that are copies of one another share all but their number #}
    select
        source_system || '/' || source_instance || ':' || record_id || '-'
        || cast(row_number() over (
            partition by source_system, source_instance, record_id
            order by source_row asc, rejection asc
        ) as {{ dbt.type_string() }}) as joined_row_key,
        faults.*

    from faults

)

select * from numbered
