{# The features that rules of published segments read and that may be unknown:
   lists are not, an empty one is an answer. As {segment_id, feature_name}. #}
{% macro features_of_segments() %}
    {% set kinds = feature_kinds() %}
    {% set rows = [] %}
    {% for segment in segment_book().segments %}
        {% for feature in features_of(segment) if kinds.get(feature, 'list') != 'list' %}
            {% do rows.append({
                'segment_id': segment.segment_id, 'feature_name': feature
            }) %}
        {% endfor %}
    {% endfor %}
    {{ return(rows) }}
{% endmacro %}


{# One row, of relation: the number of contacts, and of those of whom each
   feature is known. #}
{% macro known_counts(features, relation) -%}
    select
        {%- for feature in features %}
        count({{ feature }}) as {{ feature }},
        {%- endfor %}
        count(*) as contact_count

    from {{ relation }}
{%- endmacro %}


{# That row as rows: feature_name, known_count, contact_count. #}
{% macro known_rows(features, relation) -%}
    {%- for feature in features %}
    select
        '{{ feature }}' as feature_name,
        {{ feature }} as known_count,
        contact_count

    from {{ relation }}
    {{ 'union all' if not loop.last }}
    {%- else %}
    select
        cast(null as {{ dbt.type_string() }}) as feature_name,
        contact_count as known_count,
        contact_count

    from {{ relation }}

    where 1 = 0
    {%- endfor %}
{%- endmacro %}
