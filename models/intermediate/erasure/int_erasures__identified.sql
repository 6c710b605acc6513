{#
    What may make a record that of an erased person, as salted hashes, not one
    readable: identifiers that say who it is (is_linking), and addresses, which
    a family may share. Empty where nobody was ever to be erased.
#}
{% set text = dbt.type_string() %}

-- depends_on: {{ ref('int_erasures__requested') }}
{% for model in staged_models('contacts') + staged_models('contact_identifiers') %}
-- depends_on: {{ ref(model) }}
{% endfor %}
{% if erasure_was_asked(ref('int_erasures__requested')) %}

with

people as (

    {% for model in staged_models('contacts') %}

    select
        contact_record_key,
        merged_into_record_key,
        cast(null as {{ text }}) as contact_id,
        email,
        phone,
        first_name,
        last_name,
        birth_on,
        created_at

    from {{ ref(model) }}

    where contact_record_key is not null

    union all

    {% endfor %}

    select
        contact_record_key,
        cast(null as {{ text }}) as merged_into_record_key,
        contact_id,
        email,
        cast(null as {{ text }}) as phone,
        cast(null as {{ text }}) as first_name,
        cast(null as {{ text }}) as last_name,
        cast(null as date) as birth_on,
        created_at

    from ({{ records_before() }}) as records_before

),

keyed as (

    select
        contact_record_key,
        merged_into_record_key,
        contact_id,
        {{ mailbox_key('email') }} as email_key,
        {{ phone_tail('phone') }} as phone_key,
        {{ name_key('first_name') }} as name_key,
        {{ name_and_birth_key('first_name', 'last_name', 'birth_on') }}
            as birth_key,
        cast(created_at as date) as created_on

    from people

),

stacked as (

    {% for type, value, is_linking in [
        ('record', 'contact_record_key', true),
        ('record', 'merged_into_record_key', true),
        ('contact', 'contact_id', true),
        ('email_and_name', "email_key || '|' || name_key", true),
        ('phone_and_name', "phone_key || '|' || name_key", true),
        ('name_and_birth_date', 'birth_key', true),
        ('email', 'email_key', false),
        ('phone', 'phone_key', false)
    ] %}

    select
        {{ erasure_hash("'record'", 'contact_record_key') }} as record_hash,
        '{{ type }}' as identifier_type,
        {{ erasure_hash("'" ~ type ~ "'", value) }} as identifier_hash,
        {{ is_linking | lower }} as is_linking,
        name_key is not null as has_name,
        created_on

    from keyed

    where {{ value }} is not null

    {{ 'union all' if not loop.last }}

    {% endfor %}

    {% for model in staged_models('contact_identifiers') %}
    {%- for type, value in [
        ('email', mailbox_key('identifier_value')),
        ('phone', phone_tail('identifier_value'))
    ] %}

    union all

    select
        {{ erasure_hash("'record'", 'contact_record_key') }} as record_hash,
        '{{ type }}' as identifier_type,
        {{ erasure_hash("'" ~ type ~ "'", value) }} as identifier_hash,
        false as is_linking,
        false as has_name,
        cast(null as date) as created_on

    from {{ ref(model) }}

    where
        identifier_type = '{{ type }}'
        and rejection is null

    {% endfor %}
    {% endfor %}

)

select * from stacked

where identifier_hash is not null

{% else %}

{{ no_rows({
    'record_hash': text,
    'identifier_type': text,
    'identifier_hash': text,
    'is_linking': dbt.type_boolean(),
    'has_name': dbt.type_boolean(),
    'created_on': 'date'
}) }}

{% endif %}
