-- A postal code as its country writes it: sw1a1aa is SW1A 1AA, D-1067 is 01067.
-- What fits no form of the country stays as written.
with

contacts as (

    select * from {{ ref('int_contacts__unioned') }}

),

country_aliases as (

    select * from {{ ref('country_aliases') }}

),

postal_code_formats as (

    select * from {{ ref('postal_code_formats') }}

),

written as (

    select distinct
        contacts.postal_code,
        coalesce(country_aliases.country_code, contacts.country) as country,
        upper({{ replace_pattern(
            'contacts.postal_code', '[^a-zA-Z0-9]', ''
        ) }}) as signs

    from contacts

    left join country_aliases
        on lower(contacts.country) = country_aliases.alias

    where contacts.postal_code is not null

),

{# as it is; without the letter of the country; with the zeros that a spreadsheet
   has dropped #}
readings as (

    select
        postal_code,
        country,
        1 as reading_rank,
        signs as reading

    from written

    union all

    select
        postal_code,
        country,
        2 as reading_rank,
        {{ replace_pattern('signs', '^[A-Z]{1,3}', '') }} as reading

    from written

    union all

    select
        postal_code,
        country,
        3 as reading_rank,
        '0' || {{ replace_pattern('signs', '^[A-Z]{1,3}', '') }} as reading

    from written

),

fitting as (

    select
        readings.postal_code,
        readings.country,
        readings.reading,
        postal_code_formats.separator,
        postal_code_formats.signs_after_separator,
        row_number() over (
            partition by readings.postal_code, readings.country
            order by
                readings.reading_rank asc,
                postal_code_formats.pattern asc
        ) as fit_rank

    from readings

    inner join postal_code_formats
        on
            readings.country = postal_code_formats.country_code
            and {{ matches_column(
                'readings.reading', 'postal_code_formats.pattern'
            ) }}
            and (
                readings.reading_rank < 3
                or postal_code_formats.has_leading_zeros
            )

),

cleaned as (

    select
        written.postal_code,
        written.country,
        fitting.reading is not null as is_valid,
        case
            when fitting.reading is null then written.postal_code
            when fitting.separator is null then fitting.reading
            else
                substr(
                    fitting.reading,
                    1,
                    length(fitting.reading) - fitting.signs_after_separator
                )
                || case fitting.separator when 'hyphen' then '-' else ' ' end
                || substr(
                    fitting.reading,
                    length(fitting.reading) - fitting.signs_after_separator + 1
                )
        end as standard_postal_code

    from written

    left join fitting
        on
            written.postal_code = fitting.postal_code
            and coalesce(written.country, '') = coalesce(fitting.country, '')
            and fitting.fit_rank = 1

)

select * from cleaned
