-- A number as written becomes +<calling code><number>. One without a calling
-- code is read with the country of its record; with neither it stays unknown.
with

contacts as (

    select * from {{ ref('int_contacts__unioned') }}

),

contact_identifiers as (

    select * from {{ ref('int_contact_identifiers__unioned') }}

    where identifier_type = 'phone'

),

country_aliases as (

    select * from {{ ref('country_aliases') }}

),

calling_codes as (

    select * from {{ ref('calling_codes') }}

),

placed_contacts as (

    select
        contacts.contact_record_key,
        contacts.phone,
        coalesce(country_aliases.country_code, contacts.country) as country

    from contacts

    left join country_aliases
        on lower(contacts.country) = country_aliases.alias

),

written as (

    select
        phone,
        country

    from placed_contacts

    where phone is not null

    union

    select
        contact_identifiers.identifier_value as phone,
        placed_contacts.country

    from contact_identifiers

    inner join placed_contacts
        on
            contact_identifiers.contact_record_key
            = placed_contacts.contact_record_key

    where contact_identifiers.identifier_value is not null

),

{# without an extension, and without a (0) that is dialled at home only #}
stripped as (

    select
        phone,
        country,
        {{ phone_digits('phone') }} as digits

    from written

),

{# with the calling code and without the plus or the 00 that announces it #}
dialled as (

    select
        stripped.phone,
        stripped.country,
        case
            when {{ matches('stripped.digits', '^[+]') }}
                then substr(stripped.digits, 2)
            when {{ matches('stripped.digits', '^00[1-9]') }}
                then substr(stripped.digits, 3)
            when
                home.calling_code = '1'
                and {{ matches('stripped.digits', '^011[1-9]') }}
                then substr(stripped.digits, 4)
            {# the trunk prefix is not dialled from abroad #}
            when
                home.trunk_prefix is not null
                and substr(stripped.digits, 1, length(home.trunk_prefix))
                = home.trunk_prefix
                then
                    home.calling_code
                    || substr(stripped.digits, length(home.trunk_prefix) + 1)
            else home.calling_code || stripped.digits
        end as full_number

    from stripped

    left join calling_codes as home
        on stripped.country = home.country_code

),

{# no calling code begins with another one, so one of the three at most fits #}
placed as (

    select
        dialled.phone,
        dialled.country,
        main_codes.calling_code,
        main_codes.min_digits,
        main_codes.max_digits,
        {# a trunk prefix written after the calling code, +49 0151 #}
        case
            when
                main_codes.trunk_prefix = '0'
                and substr(
                    dialled.full_number, length(main_codes.calling_code) + 1, 1
                ) = '0'
                then
                    substr(
                        dialled.full_number,
                        length(main_codes.calling_code) + 2
                    )
            else
                substr(
                    dialled.full_number, length(main_codes.calling_code) + 1
                )
        end as national_number

    from dialled

    left join calling_codes as main_codes
        on
            main_codes.is_main_country
            and main_codes.calling_code in (
                substr(dialled.full_number, 1, 1),
                substr(dialled.full_number, 1, 2),
                substr(dialled.full_number, 1, 3)
            )

),

cleaned as (

    select
        phone,
        country,
        case
            when
                length(national_number) between min_digits and max_digits
                and length(calling_code) + length(national_number) <= 15
                {# 000000, 111111: who does not want to be called #}
                and not {{ matches(
                    'national_number', '^(0+|1+|2+|3+|4+|5+|6+|7+|8+|9+)$'
                ) }}
                then '+' || calling_code || national_number
        end as e164_phone

    from placed

)

select * from cleaned
