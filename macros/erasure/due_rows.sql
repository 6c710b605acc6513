{#
    The rows of a staging model that name an erased person: where they are from
    and the hash that says so, one select an identifier. Without a row number
    the record's id says which row it is; an id that holds an address does not.
#}
{% macro due_rows(model, relation) -%}

    {%- set columns = adapter.get_columns_in_relation(relation)
        | map(attribute='name') | map('lower') | list -%}
    {%- set dated = erasure_date(columns) -%}
    {%- for type, value in erasure_keys(columns) %}
    select
        source_system,
        source_instance,
        '{{ model }}' as staging_model,
        case
            when source_row is null and record_id not like '%@%' then record_id
        end as record_id,
        source_row,
        {% if dated -%}
        coalesce(cast({{ dated }} as date), cast('1970-01-01' as date)) as dated_on,
        {%- else -%}
        cast('9999-12-31' as date) as dated_on,
        {%- endif %}
        '{{ type }}' as identifier_type,
        {{ erasure_hash("'" ~ type ~ "'", value) }} as identifier_hash

    from {{ relation }}

    union all

    {% endfor -%}

{%- endmacro %}


{# The column that says how old a row is; none without one. #}
{% macro erasure_date(columns) %}

    {% for name in [
        'created_at', 'ordered_at', 'occurred_at', 'responded_at', 'tagged_at',
        'observed_at'
    ] if name in columns %}
        {{ return(name) }}
    {% endfor %}
    {{ return('') }}

{% endmacro %}
