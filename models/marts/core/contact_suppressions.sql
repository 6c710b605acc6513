{#
    Why a contact is left alone, whatever was agreed: what they said, addresses
    that lead nowhere, and states that a tag, an attribute or an address tells.
#}
{% set text = dbt.type_string() %}

with

stated as (

    select * from {{ ref('int_suppressions__stated') }}

),

contacts as (

    select * from {{ ref('contacts') }}

),

contact_tags as (

    select * from {{ ref('contact_tags') }}

),

contact_attributes as (

    select * from {{ ref('contact_attributes') }}

),

suppression_signals as (

    select * from {{ ref('suppression_signals') }}

),

suppression_reasons as (

    select * from {{ ref('suppression_reasons') }}

),

told as (

    select
        contact_id,
        'tag' as signal,
        tag as name,
        cast('' as {{ text }}) as value,
        tagged_at as suppressed_at

    from contact_tags

    union all

    select
        contact_id,
        'attribute' as signal,
        attribute_name as name,
        lower(attribute_value) as value,
        observed_at as suppressed_at

    from contact_attributes

    union all

    select
        contact_id,
        'email' as signal,
        email_key as name,
        cast('' as {{ text }}) as value,
        cast(null as {{ dbt.type_timestamp() }}) as suppressed_at

    from contacts

),

stacked as (

    select
        contact_id,
        reason,
        suppressed_at,
        evidence

    from stated

    union all

    select
        told.contact_id,
        suppression_signals.reason,
        told.suppressed_at,
        told.signal || ' ' || told.name as evidence

    from told

    inner join suppression_signals
        on
            told.signal = suppression_signals.signal
            and told.name = lower(suppression_signals.name)

    where
        suppression_signals.signal_values is null
        or {{ dbt.position(
            "';' || told.value || ';'",
            "';' || lower(suppression_signals.signal_values) || ';'"
        ) }} > 0

    union all

    select
        contact_id,
        'deleted_in_source' as reason,
        cast(null as {{ dbt.type_timestamp() }}) as suppressed_at,
        'every record is deleted' as evidence

    from contacts

    where is_archived

),

known as (

    select
        contact_id,
        reason,
        min(suppressed_at) as suppressed_at,
        min(evidence) as evidence

    from stacked

    where
        suppressed_at is null
        or cast(suppressed_at as date) <= {{ as_of_date() }}

    group by contact_id, reason

),

described as (

    select
        known.contact_id || ':' || known.reason as suppression_key,
        known.contact_id,
        known.reason,
        known.suppressed_at,
        known.evidence,
        suppression_reasons.closes_channels,
        suppression_reasons.closes_purposes,
        lower(suppression_reasons.is_out_of_segments) = 'true'
            as is_out_of_segments,
        lower(suppression_reasons.is_out_of_scores) = 'true' as is_out_of_scores

    from known

    inner join suppression_reasons
        on known.reason = suppression_reasons.reason

)

select * from described
