-- What may tie a record to others: identifiers of a kind that links, that say
-- something about who somebody is, and that are not shared by too many.
with

identifiers as (

    select * from {{ ref('int_contact_identifiers__cleaned') }}

    {% if var('probabilistic_linking') %}
    {% for side in ['contact_record_key', 'other_record_key'] %}

    union all

    select
        {{ side }} as contact_record_key,
        'probable_match' as identifier_type,
        contact_record_key || ' = ' || other_record_key as identifier_value

    from {{ ref('int_contact_pairs__scored') }}

    where score >= {{ var('probabilistic_link_score') }}

    {% endfor %}
    {% endif %}

),

identifier_rules as (

    select * from {{ ref('identifier_rules') }}

),

blocked_identifiers as (

    select * from {{ ref('blocked_identifiers') }}

),

emails as (

    select * from {{ ref('int_emails__classified') }}

),

allowed as (

    select distinct
        identifiers.contact_record_key,
        identifiers.identifier_type,
        identifiers.identifier_value,
        identifier_rules.max_records

    from identifiers

    inner join identifier_rules
        on identifiers.identifier_type = identifier_rules.identifier_type

    left join emails
        on
            identifiers.identifier_type = 'email'
            and identifiers.identifier_value = emails.email_key

    left join blocked_identifiers
        on
            identifiers.identifier_type = blocked_identifiers.identifier_type
            and {{ matches_column(
                'identifiers.identifier_value', 'blocked_identifiers.pattern'
            ) }}

    where
        identifier_rules.may_link
        and blocked_identifiers.pattern is null
        and coalesce(emails.is_linking, true)

),

counted as (

    select
        contact_record_key,
        identifier_type,
        identifier_value,
        max_records,
        count(*) over (
            partition by identifier_type, identifier_value
        ) as record_count

    from allowed

),

limited as (

    select
        contact_record_key,
        identifier_type,
        identifier_value

    from counted

    where record_count <= max_records

)

select * from limited
