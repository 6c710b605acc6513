-- Of every contact record of a system, whether its values can be what they say
-- and are in one of our words; null where the field is blank. Guests are left
-- out: of them there is an address only.
with

contacts as (

    select * from {{ ref('int_contacts__cleaned') }}

    where record_type != 'guest'

),

written as (

    select * from {{ ref('int_contacts__unioned') }}

),

emails as (

    select * from {{ ref('int_emails__classified') }}

),

job_titles as (

    select * from {{ ref('int_job_titles__classified') }}

),

postal_code_formats as (

    select * from {{ ref('postal_code_formats') }}

),

value_maps as (

    select * from {{ ref('value_maps') }}

),

countries as (

    select distinct country_code from {{ ref('country_aliases') }}

),

languages as (

    select distinct language_code from {{ ref('language_aliases') }}

),

regions as (

    select distinct
        country_code,
        region

    from {{ ref('region_aliases') }}

),

postal_codes as (

    select distinct
        contacts.country,
        contacts.postal_code

    from contacts

    inner join postal_code_formats
        on
            contacts.country = postal_code_formats.country_code
            and {{ matches_column(
                replace_pattern('contacts.postal_code', '[ -]', ''),
                'postal_code_formats.pattern'
            ) }}

),

checked as (

    select
        contacts.*,
        written.phone as written_phone,
        case
            when contacts.email is not null
                then coalesce(emails.is_mailable, false)
        end as is_email_valid,
        case
            when contacts.email is not null
                then contacts.email_key is not null
        end as is_email_standard,
        case
            when written.phone is not null then contacts.phone is not null
        end as is_phone_standard,
        case
            when contacts.birth_on is not null
                then
                    contacts.birth_on <= {{ as_of_date() }}
                    and contacts.birth_on > {{ dbt.dateadd(
                        'year', -120, as_of_date()
                    ) }}
        end as is_birth_on_valid,
        case
            when contacts.gender is not null then genders.value is not null
        end as is_gender_standard,
        case
            when contacts.language is not null
                then languages.language_code is not null
        end as is_language_standard,
        case
            when contacts.country is not null
                then countries.country_code is not null
        end as is_country_standard,
        case
            when contacts.region is not null then regions.region is not null
        end as is_region_standard,
        case
            when contacts.postal_code is not null
                then postal_codes.postal_code is not null
        end as is_postal_code_standard,
        case
            when contacts.job_title is not null
                then
                    coalesce(job_titles.job_seniority, job_titles.job_function)
                    is not null
        end as is_job_title_standard

    from contacts

    inner join written
        on contacts.contact_record_key = written.contact_record_key

    left join emails
        on contacts.email_key = emails.email_key

    left join job_titles
        on contacts.job_title = job_titles.job_title

    left join value_maps as genders
        on
            genders.value_set = 'gender'
            and lower(contacts.gender) = genders.raw_value

    left join languages
        on contacts.language = languages.language_code

    left join countries
        on contacts.country = countries.country_code

    left join regions
        on
            contacts.country = regions.country_code
            and contacts.region = regions.region

    left join postal_codes
        on
            contacts.country = postal_codes.country
            and contacts.postal_code = postal_codes.postal_code

)

select * from checked
