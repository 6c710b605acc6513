{#
    Every hash that a row of an erased person can have: what is registered, and
    the orders and browsers that follow from it. They need not be remembered, for
    they are found by the person each time.
#}
-- depends_on: {{ ref('int_erasures__registered') }}
{% for model in staged_models('orders') + staged_models('web_events') %}
-- depends_on: {{ ref(model) }}
{% endfor %}
{% set followed = [
    ('orders', 'order', 'order_key', 'ordered_at'),
    ('web_events', 'browser', browser_key(), 'occurred_at')
] %}

with

registered as (

    select * from {{ ref('int_erasures__registered') }}

),

{% if has_tombstones(ref('int_erasures__registered')) %}

named as (

    {% for entity, type, value, at in followed %}
    {%- for model in staged_models(entity) %}

    select
        {{ erasure_hash("'" ~ type ~ "'", value) }} as identifier_hash,
        '{{ type }}' as identifier_type,
        {{ erasure_hash("'record'", 'contact_record_key') }} as record_hash,
        {{ erasure_hash("'email'", mailbox_key('email')) }} as email_hash,
        cast({{ at }} as date) as dated_on

    from {{ ref(model) }}

    where {{ value }} is not null

    union all

    {% endfor %}
    {% endfor %}

    select
        identifier_hash,
        identifier_type,
        identifier_hash as record_hash,
        identifier_hash as email_hash,
        requested_on as dated_on

    from registered

    where 1 = 0

),

{% else %}

named as (

    {{ no_rows({
        'identifier_hash': dbt.type_string(),
        'identifier_type': dbt.type_string(),
        'record_hash': dbt.type_string(),
        'email_hash': dbt.type_string(),
        'dated_on': 'date'
    }) }}

),

{% endif %}

found as (

    select
        named.identifier_hash,
        named.identifier_type,
        named.dated_on,
        registered.admitted_from

    from named

    inner join registered
        on named.record_hash = registered.identifier_hash

    union all

    select
        named.identifier_hash,
        named.identifier_type,
        named.dated_on,
        registered.admitted_from

    from named

    inner join registered
        on named.email_hash = registered.identifier_hash

),

stacked as (

    select
        identifier_hash,
        identifier_type,
        admitted_from

    from registered

    union all

    select
        identifier_hash,
        identifier_type,
        cast(null as date) as admitted_from

    from found

    where
        admitted_from is null
        or dated_on is null
        or dated_on < admitted_from

    group by identifier_hash, identifier_type

)

select * from stacked
