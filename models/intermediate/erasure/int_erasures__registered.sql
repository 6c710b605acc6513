{#
    Who is erased, for ever: salted hashes of what would make them known again.
    A request names one identifier. Whoever has it is found among the records
    that land now and those that were known until now, then whoever the last
    build took for the same person, then whoever shares an address and a name.
    What others have too (a family's mailbox) is remembered with the name only.
#}
{{ config(
    schema='state',
    materialized='incremental',
    incremental_strategy='merge',
    unique_key='identifier_hash',
    full_refresh=false,
    on_schema_change='append_new_columns'
) }}
{% set passes = 4 %}
{% set types = {
    'identifier_hash': dbt.type_string(),
    'identifier_type': dbt.type_string(),
    'request_hash': dbt.type_string(),
    'requested_on': 'date',
    'erased_on': 'date',
    'admitted_from': 'date'
} %}

-- depends_on: {{ ref('int_erasures__requested') }}
-- depends_on: {{ ref('int_erasures__identified') }}
{% if erasure_was_asked(ref('int_erasures__requested')) %}

with

requests as (

    select * from {{ ref('int_erasures__requested') }}

),

before as (

    {{ erasures_before(types) }}

),

identifiers as (

    select * from {{ ref('int_erasures__identified') }}

),

{# each request is a group of tombstones, which a return opens together #}
known_0 as (

    select
        identifier_hash,
        identifier_type,
        request_hash,
        requested_on

    from before

    union all

    select
        identifier_hash,
        identifier_type,
        identifier_hash as request_hash,
        requested_on

    from requests

    where action = 'erase'

),

returns as (

    select
        known_0.request_hash,
        max(requests.requested_on) as returned_on

    from requests

    inner join known_0
        on requests.identifier_hash = known_0.identifier_hash

    where requests.action = 'return'

    group by known_0.request_hash

),

known as (

    select
        known_0.identifier_hash,
        known_0.identifier_type,
        known_0.request_hash,
        max(known_0.requested_on) over (partition by known_0.request_hash)
            as requested_on,
        case
            when
                returns.returned_on > max(known_0.requested_on) over (
                    partition by known_0.request_hash
                )
                then returns.returned_on
        end as admitted_from

    from known_0

    left join returns
        on known_0.request_hash = returns.request_hash

),

groups as (

    select distinct
        request_hash,
        requested_on,
        admitted_from

    from known

),

hit_0 as (

    select
        identifiers.record_hash,
        min(known.request_hash) as request_hash

    from identifiers

    inner join known
        on identifiers.identifier_hash = known.identifier_hash

    where
        known.admitted_from is null
        or identifiers.created_on is null
        or identifiers.created_on < known.admitted_from

    group by identifiers.record_hash

),

{% for pass in range(1, passes + 1) %}

hit_{{ pass }} as (

    select
        theirs.record_hash,
        min(hit_{{ pass - 1 }}.request_hash) as request_hash

    from hit_{{ pass - 1 }}

    inner join groups
        on hit_{{ pass - 1 }}.request_hash = groups.request_hash

    inner join identifiers as mine
        on hit_{{ pass - 1 }}.record_hash = mine.record_hash

    inner join identifiers as theirs
        on
            mine.identifier_hash = theirs.identifier_hash
            and mine.is_linking
            and theirs.is_linking

    where
        groups.admitted_from is null
        or theirs.created_on is null
        or theirs.created_on < groups.admitted_from

    group by theirs.record_hash

),

{% endfor %}

{# an address that somebody of another name has as well stays theirs #}
shared as (

    select distinct identifiers.identifier_hash

    from identifiers

    left join hit_{{ passes }} as hits
        on identifiers.record_hash = hits.record_hash

    where
        identifiers.identifier_type = 'email'
        and identifiers.has_name
        and hits.record_hash is null

),

learnt as (

    select
        identifiers.identifier_hash,
        identifiers.identifier_type,
        hits.request_hash

    from identifiers

    inner join hit_{{ passes }} as hits
        on identifiers.record_hash = hits.record_hash

    left join shared
        on identifiers.identifier_hash = shared.identifier_hash

    where
        identifiers.identifier_type != 'phone'
        and shared.identifier_hash is null

),

{# a record without a name goes with the mailbox #}
nameless as (

    select
        identifiers.record_hash,
        min(learnt.request_hash) as request_hash

    from learnt

    inner join identifiers
        on
            learnt.identifier_type = 'email'
            and learnt.identifier_hash = identifiers.identifier_hash

    group by identifiers.record_hash

),

stacked as (

    select
        identifier_hash,
        identifier_type,
        request_hash

    from known

    union all

    select
        identifier_hash,
        identifier_type,
        request_hash

    from learnt

    union all

    select
        identifiers.identifier_hash,
        identifiers.identifier_type,
        nameless.request_hash

    from nameless

    inner join identifiers
        on nameless.record_hash = identifiers.record_hash

    where identifiers.identifier_type in ('record', 'contact')

),

remembered as (

    select
        stacked.identifier_hash,
        min(stacked.identifier_type) as identifier_type,
        min(stacked.request_hash) as request_hash,
        max(groups.requested_on) as requested_on,
        coalesce(min(before.erased_on), {{ as_of_date() }}) as erased_on,
        max(groups.admitted_from) as admitted_from

    from stacked

    inner join groups
        on stacked.request_hash = groups.request_hash

    left join before
        on stacked.identifier_hash = before.identifier_hash

    group by stacked.identifier_hash

)

select * from remembered

{% else %}

{{ no_rows(types) }}

{% endif %}
