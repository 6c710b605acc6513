-- A slip in a policy must not let a message out: each line says what is wrong
-- with it, by file and line.
{% set text = dbt.type_string() %}

with

policies as (

    select
        *,
        row_number() over (order by {{ row_position() }}) + 1 as line_number

    from {{ ref('permission_policies') }}

),

countries as (

    select
        *,
        row_number() over (order by {{ row_position() }}) + 1 as line_number

    from {{ ref('jurisdiction_countries') }}

),

country_codes as (

    select distinct country_code from {{ ref('country_aliases') }}

),

known_jurisdictions as (

    select distinct jurisdiction from countries

),

problems as (

    select
        'permission_policies.csv, line ' || cast(line_number as {{ text }})
        || ': the rule is ''' || coalesce(rule, '')
        || '''. Write opt_in, opt_out or customers.' as message

    from policies

    where coalesce(rule, '') not in ('opt_in', 'opt_out', 'customers')

    union all

    select
        'permission_policies.csv, line ' || cast(line_number as {{ text }})
        || ': the channel is ''' || coalesce(channel, '')
        || '''. Write email, sms, phone, post or ads.' as message

    from policies

    where coalesce(channel, '') not in ('email', 'sms', 'phone', 'post', 'ads')

    union all

    select
        'permission_policies.csv, line ' || cast(line_number as {{ text }})
        || ': the purpose is ''' || coalesce(purpose, '')
        || '''. Write marketing, service, profiling or sale_of_data.' as message

    from policies

    where coalesce(purpose, '') not in ('marketing', 'service', 'profiling', 'sale_of_data') -- noqa: LT05

    union all

    select
        'permission_policies.csv, line ' || cast(line_number as {{ text }})
        || ': opt_out and customers permit without a yes; name the legal_basis'
        || ' that it rests on, such as legitimate_interest.' as message

    from policies

    where
        rule in ('opt_out', 'customers')
        and coalesce(trim(legal_basis), '') = ''

    union all

    select
        'permission_policies.csv, line ' || cast(policies.line_number as {{ text }})
        || ': no country of jurisdiction_countries.csv is under '''
        || coalesce(policies.jurisdiction, '') || '''. '
        || 'Nothing can be permitted where the law is not known.' as message

    from policies

    left join known_jurisdictions
        on policies.jurisdiction = known_jurisdictions.jurisdiction

    where
        known_jurisdictions.jurisdiction is null
        or policies.jurisdiction = 'unknown'

    union all

    select
        'permission_policies.csv, line ' || cast(max(line_number) as {{ text }})
        || ': ' || jurisdiction || ', ' || channel || ', ' || purpose
        || ' has a rule on line ' || cast(min(line_number) as {{ text }})
        || ' already. Keep one.' as message

    from policies

    group by
        jurisdiction,
        channel,
        purpose

    having count(*) > 1

    union all

    select
        'jurisdiction_countries.csv, line '
        || cast(countries.line_number as {{ text }}) || ': '''
        || coalesce(countries.country, '') || ''' is no country code that '
        || 'country_aliases.csv gives. Use ISO 3166, such as DE.' as message

    from countries

    left join country_codes
        on countries.country = country_codes.country_code

    where country_codes.country_code is null

    union all

    select
        'jurisdiction_countries.csv, line '
        || cast(max(line_number) as {{ text }}) || ': ' || country
        || ' is on line ' || cast(min(line_number) as {{ text }})
        || ' already. Keep one.' as message

    from countries

    group by country

    having count(*) > 1

),

listed as (

    select {{ sorted_list('message', '\n') }} as message

    from problems

)

select message

from listed

where {{ stop_with('message') }}
