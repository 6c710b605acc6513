{#
    Field by field: the column that is filled or not, whether it is valid, whether
    it is in one of our words; none where there is nothing to check it by.
#}
{% set checks = {
    'contacts': {
        'email': ['email', 'is_email_valid', 'is_email_standard'],
        'phone': ['written_phone', 'is_phone_standard', 'is_phone_standard'],
        'first_name': ['first_name', none, none],
        'last_name': ['last_name', none, none],
        'birth_on': ['birth_on', 'is_birth_on_valid', none],
        'gender': ['gender', none, 'is_gender_standard'],
        'language': ['language', none, 'is_language_standard'],
        'country': ['country', none, 'is_country_standard'],
        'region': ['region', none, 'is_region_standard'],
        'city': ['city', none, none],
        'postal_code': [
            'postal_code', 'is_postal_code_standard', 'is_postal_code_standard'
        ],
        'company_name': ['company_name', none, none],
        'job_title': ['job_title', none, 'is_job_title_standard'],
        'lifecycle_stage': ['lifecycle_stage', none, none],
        'source_channel': ['source_channel', none, none],
        'owner': ['owner', none, none]
    },
    'companies': {
        'company_name': ['company_name', none, none],
        'domain': ['domain', 'is_domain_valid', none],
        'industry': ['industry', none, 'is_industry_standard'],
        'employee_count': ['employee_count', 'is_employee_count_valid', none],
        'country': ['country', none, 'is_country_standard'],
        'city': ['city', none, none]
    }
} %}

with

contacts as (

    select * from {{ ref('int_contacts__checked') }}

),

company_records as (

    select * from {{ ref('int_companies__unioned') }}

),

industry_aliases as (

    select * from {{ ref('industry_aliases') }}

),

country_aliases as (

    select * from {{ ref('country_aliases') }}

),

countries as (

    select distinct country_code from country_aliases

),

companies as (

    select
        company_records.*,
        {{ matches(
            clean_domain('company_records.domain'), '^[^ ]+[.][^ .]{2,}$'
        ) }} as is_domain_valid,
        industry_aliases.alias is not null as is_industry_standard,
        company_records.employee_count between 1 and 10000000
            as is_employee_count_valid,
        coalesce(country_aliases.country_code, countries.country_code)
        is not null as is_country_standard

    from company_records

    left join industry_aliases
        on
            {{ words('company_records.industry', ' ') }}
            = industry_aliases.alias

    left join country_aliases
        on lower(company_records.country) = country_aliases.alias

    left join countries
        on upper(company_records.country) = countries.country_code

),

counted as (

    {% for entity, fields in checks.items() %}
    {% set is_last_entity = loop.last %}
    {% for field, (column, valid, standard) in fields.items() %}

    select
        source_system,
        '{{ entity }}' as entity,
        '{{ field }}' as field_name,
        count(*) as record_count,
        count({{ column }}) as filled_count,
        {{ count_where(column, valid) }} as valid_count,
        {{ count_where(column, standard) }} as standard_count

    from {{ entity }}

    group by source_system

    {{ 'union all' if not (is_last_entity and loop.last) }}

    {% endfor %}
    {% endfor %}

),

shared as (

    select
        source_system,
        entity,
        field_name,
        cast(record_count as integer) as record_count,
        cast(filled_count as integer) as filled_count,
        {{ rounded_ratio('filled_count', 'record_count') }} as filled_share,
        {{ rounded_ratio('valid_count', 'nullif(filled_count, 0)') }}
            as valid_share,
        {{ rounded_ratio('standard_count', 'nullif(filled_count, 0)') }}
            as standardised_share

    from counted

)

select * from shared
