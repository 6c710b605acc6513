-- Which given names at one address or phone are the same person's: a nickname
-- and its name, a slip of one letter. Only identifiers with
-- several names are compared.
{# slips further on are not looked for #}
{% set longest_name = 14 %}

with

named as (

    select * from {{ ref('int_contacts__named') }}

),

nicknames as (

    select * from {{ ref('nicknames') }}

),

{# only where there are several is anything to compare #}
counted_names as (

    select
        identifier_type,
        identifier_value,
        given_name,
        count(*) over (
            partition by identifier_type, identifier_value
        ) as name_count

    from named

    where length(given_name) > 1

    group by
        identifier_type,
        identifier_value,
        given_name

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
            positions.letter_position < length(contested_names.given_name)
            and (
                length(contested_names.given_name) >= 5
                {# a letter written twice #}
                or substr(
                    contested_names.given_name, positions.letter_position, 1
                ) = substr(
                    contested_names.given_name, positions.letter_position + 1, 1
                )
            )

    union all

    {# of four letters, the middle two the wrong way round #}
    select
        identifier_type,
        identifier_value,
        given_name,
        substr(given_name, 1, 1)
        || least(substr(given_name, 2, 1), substr(given_name, 3, 1))
        || greatest(substr(given_name, 2, 1), substr(given_name, 3, 1))
        || substr(given_name, 4, 1) as form

    from contested_names

    where length(given_name) = 4

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

{# two rounds: Bob is Robert is Rob #}
{% for round in [1, 2] %}
alike_{{ round }} as (

    select
        identifier_type,
        identifier_value,
        given_name,
        form,
        min({{ 'given_name' if loop.first else 'person_name' }}) over (
            partition by identifier_type, identifier_value, form
        ) as person_name

    from {{ 'forms' if loop.first else 'grouped_' ~ (round - 1) }}

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

alike as (

    select distinct
        identifier_type,
        identifier_value,
        given_name,
        person_name

    from grouped_2

)

select * from alike
