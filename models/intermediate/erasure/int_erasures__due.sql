{#
    Raw rows that name an erased person, to be deleted where they come from. On
    DuckDB the raw tables are our copies of files: a hook takes the rows out, and
    the file and row are what is left to say.
#}
{{ config(post_hook="{{ clean_raw_files(ref('int_erasures__listed')) }}") }}
-- depends_on: {{ ref('int_erasures__listed') }}
{% set models = fed_models() %}
{% for model in models %}
-- depends_on: {{ ref(model) }}
{% endfor %}
{% set text = dbt.type_string() %}

with

listed as (

    select * from {{ ref('int_erasures__listed') }}

),

erased_rows as (

    select * from {{ ref('stg_files__erased_rows') }}

),

named as (

    {% if has_tombstones(ref('int_erasures__listed')) %}
    {% for model in models %}
    {{ due_rows(model, ref(model)) }}
    {% endfor %}
    {% endif %}

    {{ no_rows({
        'source_system': text,
        'source_instance': text,
        'staging_model': text,
        'record_id': text,
        'source_row': dbt.type_bigint(),
        'dated_on': 'date',
        'identifier_type': text,
        'identifier_hash': text
    }) }}

),

found as (

    select distinct
        named.source_system,
        named.source_instance,
        named.staging_model,
        {{ part_of('named.staging_model', "'__'", 2) }} as source_table,
        cast(null as {{ text }}) as file_name,
        named.record_id,
        named.source_row

    from named

    inner join listed
        on named.identifier_hash = listed.identifier_hash

    where
        listed.admitted_from is null
        or named.dated_on < listed.admitted_from

    union all

    select
        source_system,
        cast('' as {{ text }}) as source_instance,
        cast(null as {{ text }}) as staging_model,
        source_table,
        file_name,
        cast(null as {{ text }}) as record_id,
        source_row

    from erased_rows

)

select * from found
