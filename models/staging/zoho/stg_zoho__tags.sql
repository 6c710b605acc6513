with

{% for table in ['contact', 'lead'] %}

{{ table }}_tags as (

    {{ read_source(source('zoho', table ~ '_tag')) }}

),

{% endfor %}

renamed as (

    {% for table in ['contact', 'lead'] %}

    select
        ---------- ids
        record_key as contact_tag_key,
        source_system,
        source_instance,
        source_row,
        source_scope || ':' || {{ table }}_id as contact_record_key,

        ---------- strings
        name as tag,

        ---------- dates and times
        cast(null as {{ dbt.type_timestamp() }}) as tagged_at,

        ---------- faults
        record_id,
        bad_values,
        rejection

    from {{ table }}_tags

    {{ 'union all' if not loop.last }}

    {% endfor %}

)

select * from renamed
