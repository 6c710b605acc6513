-- The seed holds hashes already (make erase writes them); what a system lists is
-- hashed here, and nothing else is kept of it.
with

erasure_requests as (

    select * from {{ ref('erasure_requests') }}

),

{% for model in staged_models('erasure_requests') %}

{{ model }} as (

    select * from {{ ref(model) }}

    where rejection is null

),

{% endfor %}

{# systems that know of requests give the contact this attribute #}
attributes as (

    {% for model in staged_models('contact_attributes')
        if var('erase_whom_systems_name') %}

    select
        contact_record_key,
        cast(observed_at as date) as requested_on

    from {{ ref(model) }}

    where
        rejection is null
        and attribute_name = 'erasure_requested'
        and lower(attribute_value) in ('true', 'yes', '1')

    {{ 'union all' if not loop.last }}

    {% else %}

    {{ no_rows({
        'contact_record_key': dbt.type_string(), 'requested_on': 'date'
    }) }}

    {% endfor %}

),

stacked as (

    select
        lower(identifier_type) as identifier_type,
        lower(identifier_hash) as identifier_hash,
        lower(action) as action,
        {{ parse_date('requested_on') }} as requested_on

    from erasure_requests

    {% for model in staged_models('erasure_requests') %}
    {%- for type, value in [
        ('record', 'contact_record_key'),
        ('email', mailbox_key('email')),
        ('phone', phone_tail('phone'))
    ] %}

    union all

    select
        '{{ type }}' as identifier_type,
        {{ erasure_hash("'" ~ type ~ "'", value) }} as identifier_hash,
        action,
        cast(requested_at as date) as requested_on

    from {{ model }}

    {% endfor %}
    {% endfor %}

    union all

    select
        'record' as identifier_type,
        {{ erasure_hash("'record'", 'contact_record_key') }} as identifier_hash,
        'erase' as action,
        requested_on

    from attributes

),

requested as (

    select
        identifier_type,
        identifier_hash,
        action,
        max(coalesce(requested_on, cast('1970-01-01' as date))) as requested_on

    from stacked

    where
        identifier_hash is not null
        and coalesce(requested_on, {{ as_of_date() }}) <= {{ as_of_date() }}

    group by
        identifier_type,
        identifier_hash,
        action

)

select * from requested
