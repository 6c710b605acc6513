-- By which given name a record calls the person at each of its identifiers, where
-- names count.
with

identifiers as (

    select * from {{ ref('int_contacts__identified') }}

),

contacts as (

    select * from {{ ref('int_contacts__cleaned') }}

),

identifier_rules as (

    select * from {{ ref('identifier_rules') }}

),

written as (

    select
        identifiers.contact_record_key,
        identifiers.identifier_type,
        identifiers.identifier_value,
        contacts.birth_on,
        contacts.created_at,
        identifier_rules.links_without_name as is_name_optional,
        case
            when identifier_rules.names_must_agree
                then {{ name_key('contacts.first_name') }}
        end as first_name,
        {{ name_key('contacts.last_name') }} as last_name

    from identifiers

    inner join contacts
        on identifiers.contact_record_key = contacts.contact_record_key

    inner join identifier_rules
        on identifiers.identifier_type = identifier_rules.identifier_type

),

family_names as (

    select distinct
        identifier_type,
        identifier_value,
        last_name

    from written

    where last_name is not null

),

{# a family name alone, in the field of the first name, is no given name #}
lone_names as (

    select
        *,
        case when last_name is null then first_name end as lone_name

    from written

),

named as (

    select
        lone_names.contact_record_key,
        lone_names.identifier_type,
        lone_names.identifier_value,
        lone_names.birth_on,
        lone_names.created_at,
        lone_names.is_name_optional,
        case
            when family_names.last_name is null then lone_names.first_name
        end as given_name

    from lone_names

    left join family_names
        on
            lone_names.identifier_type = family_names.identifier_type
            and lone_names.identifier_value = family_names.identifier_value
            and lone_names.lone_name = family_names.last_name

)

select * from named
