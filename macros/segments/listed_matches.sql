{# A query: contact_id and matches_in_one_text of a book. Lists and overrides
   come from the lines where they are given. #}
{% macro listed_matches(book, lines) -%}
    {%- set columns = adapter.get_columns_in_relation(ref('rule_features'))
        | map(attribute='name') | map('lower') | list -%}
    {%- set given = {
        'static_lists': lines.static_lists is defined,
        'included_in': lines.segment_overrides is defined,
        'excluded_from': lines.segment_overrides is defined,
    } -%}
with

static_lists as (

    {{ literal_rows(lines.static_lists or [], {
        'list_name': dbt.type_string(), 'contact': dbt.type_string(),
    }) }}

),

segment_overrides as (

    {{ literal_rows(lines.segment_overrides or [], {
        'segment_id': dbt.type_string(),
        'contact': dbt.type_string(),
        'override': dbt.type_string(),
        'added_on': dbt.type_string(),
        'expires_on': dbt.type_string(),
    }) }}

),

contacts as (

    select contact_id from {{ ref('contacts') }}

),

contact_records as (

    select
        contact_record_key,
        contact_id

    from {{ ref('contact_records') }}

),

{{ gathered_assignments() }},

evaluated_0 as (

    select
        {%- for column in columns %}
        {{ 'gathered' if given.get(column) else 'features' }}.{{ column }}{{ ',' if not loop.last }}
        {%- endfor %}

    from {{ ref('rule_features') }} as features

    left join gathered
        on features.contact_id = gathered.contact_id

),

{{ evaluated_levels(book.levels) }}

listed as (

    select
        contact_id,
        {{ matches_in_one_text(book.segments) }} as matches

    from evaluated_{{ book.levels | length }}

)

select * from listed where matches != ''
{%- endmacro %}
