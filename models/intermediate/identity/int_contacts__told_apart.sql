-- An address or phone that several people share is not one person. Records that
-- share one are told apart by given name, where names differ by more than a slip
-- of one letter or a nickname, and by birth date. Who gives no name, at an address
-- of several people, is taken for the one whose record is oldest.
{# slips further on are not looked for #}
{% set longest_name = 14 %}

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

nicknames as (

    select * from {{ ref('nicknames') }}

),

named as (

    select
        identifiers.contact_record_key,
        identifiers.identifier_type,
        identifiers.identifier_value,
        contacts.birth_on,
        contacts.created_at,
        identifier_rules.links_without_name,
        case
            when identifier_rules.names_must_agree
                then {{ name_key('contacts.first_name') }}
        end as given_name

    from identifiers

    inner join contacts
        on identifiers.contact_record_key = contacts.contact_record_key

    inner join identifier_rules
        on identifiers.identifier_type = identifier_rules.identifier_type

),

full_names as (

    select distinct
        identifier_type,
        identifier_value,
        given_name

    from named

    where length(given_name) > 1

),

{# only where there are several is anything to compare #}
counted_names as (

    select
        *,
        count(*) over (
            partition by identifier_type, identifier_value
        ) as name_count

    from full_names

),

contested_names as (

    select
        identifier_type,
        identifier_value,
        given_name

    from counted_names

    where name_count > 1

),

positions as (

    {% for position in range(2, longest_name) %}
    select {{ position }} as letter_position
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

{# what a name may also be: two that differ by a slip inside are alike without
   the letter of the slip; a nickname and its name have the name in common. The
   last letter counts, as it tells Mario from Maria #}
forms as (

    select
        identifier_type,
        identifier_value,
        given_name,
        given_name as form

    from contested_names

    union all

    select
        contested_names.identifier_type,
        contested_names.identifier_value,
        contested_names.given_name,
        substr(contested_names.given_name, 1, positions.letter_position - 1)
        || substr(contested_names.given_name, positions.letter_position + 1)
            as form

    from contested_names

    inner join positions
        on
            length(contested_names.given_name) >= 5
            and positions.letter_position < length(contested_names.given_name)

    union all

    select
        contested_names.identifier_type,
        contested_names.identifier_value,
        contested_names.given_name,
        nicknames.given_name as form

    from contested_names

    inner join nicknames
        on contested_names.given_name = nicknames.nickname

),

grouped_0 as (

    select
        *,
        given_name as person_name

    from forms

),

{# two rounds: Bob is Robert is Rob #}
{% for round in [1, 2] %}
alike_{{ round }} as (

    select
        identifier_type,
        identifier_value,
        given_name,
        form,
        min(person_name) over (
            partition by identifier_type, identifier_value, form
        ) as person_name

    from grouped_{{ round - 1 }}

),

grouped_{{ round }} as (

    select
        identifier_type,
        identifier_value,
        given_name,
        form,
        min(person_name) over (
            partition by identifier_type, identifier_value, given_name
        ) as person_name

    from alike_{{ round }}

),

{% endfor %}

people_by_name as (

    select distinct
        identifier_type,
        identifier_value,
        given_name,
        person_name

    from grouped_2

),

{# the oldest of each initial, and the oldest of all: rank 1 #}
holders as (

    select
        named.identifier_type,
        named.identifier_value,
        people_by_name.person_name,
        substr(people_by_name.given_name, 1, 1) as initial,
        row_number() over (
            partition by named.identifier_type, named.identifier_value
            order by
                named.created_at asc nulls last,
                named.contact_record_key asc
        ) as age_rank,
        row_number() over (
            partition by
                named.identifier_type,
                named.identifier_value,
                substr(people_by_name.given_name, 1, 1)
            order by
                named.created_at asc nulls last,
                named.contact_record_key asc
        ) as initial_age_rank

    from named

    inner join people_by_name
        on
            named.identifier_type = people_by_name.identifier_type
            and named.identifier_value = people_by_name.identifier_value
            and named.given_name = people_by_name.given_name

),

{# whoever fits nobody of several, an initial of its own, is a person more #}
placed as (

    select
        named.contact_record_key,
        named.identifier_type,
        named.identifier_value,
        named.birth_on,
        named.links_without_name,
        named.given_name,
        case
            when oldest.person_name is null then ''
            when named.given_name is null then oldest.person_name
            else coalesce(
                people_by_name.person_name,
                oldest_of_initial.person_name,
                named.given_name
            )
        end as person_name

    from named

    left join people_by_name
        on
            named.identifier_type = people_by_name.identifier_type
            and named.identifier_value = people_by_name.identifier_value
            and named.given_name = people_by_name.given_name

    left join holders as oldest
        on
            named.identifier_type = oldest.identifier_type
            and named.identifier_value = oldest.identifier_value
            and oldest.age_rank = 1

    left join holders as oldest_of_initial
        on
            named.identifier_type = oldest_of_initial.identifier_type
            and named.identifier_value = oldest_of_initial.identifier_value
            and named.given_name = oldest_of_initial.initial
            and oldest_of_initial.initial_age_rank = 1

    where named.links_without_name or named.given_name is not null

),

born as (

    select
        *,
        min(birth_on) over (
            partition by identifier_type, identifier_value, person_name
        ) as first_birth_on,
        max(birth_on) over (
            partition by identifier_type, identifier_value, person_name
        ) as last_birth_on

    from placed

),

told_apart as (

    select
        contact_record_key,
        identifier_type,
        identifier_value,
        case
            when given_name is not null and birth_on > first_birth_on
                then
                    person_name || ' '
                    || cast(birth_on as {{ dbt.type_string() }})
            else person_name
        end as person_name

    from born

)

select * from told_apart
