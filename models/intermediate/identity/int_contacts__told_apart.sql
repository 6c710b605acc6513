-- An address or phone that several people share is not one person. Records that
-- share one are told apart by given name, and by birth date. Who gives no name, at
-- an address of several people, is taken for the one whose record is oldest.
with

named as (

    select * from {{ ref('int_contacts__named') }}

),

people_by_name as (

    select * from {{ ref('int_given_names__alike') }}

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
        named.is_name_optional,
        named.given_name,
        case
            when oldest.person_name is null then ''
            when named.given_name is null then oldest.person_name
            else
                coalesce(
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

    where named.is_name_optional or named.given_name is not null

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
