-- A company's name without its legal form, to compare with. Forms that follow
-- each other go both; a name that is only a form keeps itself.
with

companies as (

    select * from {{ ref('int_companies__unioned') }}

),

legal_suffixes as (

    select * from {{ ref('legal_suffixes') }}

),

suffixes as (

    select
        suffix,
        {{ replace_pattern('suffix', '^.* ', '') }} as last_word

    from legal_suffixes

),

{# S.r.l. is srl #}
stripped_0 as (

    select distinct
        company_name,
        {{ words("replace(company_name, '.', '')", ' ') }} as name_key

    from companies

    where company_name is not null

),

{% for round in [1, 2] %}

suffixed_{{ round }} as (

    select
        named.company_name,
        named.name_key,
        max(length(suffixes.suffix)) as suffix_length

    from stripped_{{ round - 1 }} as named

    left join suffixes
        on
            {{ replace_pattern('named.name_key', '^.* ', '') }}
            = suffixes.last_word
            and named.name_key != suffixes.suffix
            and substr(
                named.name_key,
                length(named.name_key) - length(suffixes.suffix)
            ) = ' ' || suffixes.suffix

    group by
        named.company_name,
        named.name_key

),

stripped_{{ round }} as (

    select
        company_name,
        case
            when suffix_length is null then name_key
            else substr(name_key, 1, length(name_key) - suffix_length - 1)
        end as name_key

    from suffixed_{{ round }}

),

{% endfor %}

cleaned as (

    select
        company_name,
        name_key

    from stripped_2

)

select * from cleaned
