-- Every contact record that there is, standardised: those of the systems, and
-- one per mailbox that ordered as a guest.
with

contacts as (

    select * from {{ ref('int_contacts__unioned') }}

),

guests as (

    select * from {{ ref('int_guests__cleaned') }}

),

country_aliases as (

    select * from {{ ref('country_aliases') }}

),

language_aliases as (

    select * from {{ ref('language_aliases') }}

),

mailbox_rules as (

    select * from {{ ref('mailbox_rules') }}

),

region_aliases as (

    select * from {{ ref('region_aliases') }}

),

person_names as (

    select * from {{ ref('int_person_names__cleaned') }}

),

postal_codes as (

    select * from {{ ref('int_postal_codes__cleaned') }}

),

phones as (

    select * from {{ ref('int_phones__cleaned') }}

),

cleaned as (

    select
        contacts.contact_record_key,
        contacts.source_system,
        contacts.source_instance,
        contacts.source_contact_id,
        contacts.merged_into_record_key,
        contacts.company_record_key,
        contacts.record_type,
        {{ clean_email('contacts.email') }} as email,
        {{ email_key('contacts.email') }} as email_key,
        phones.e164_phone as phone,
        first_names.shown_name as first_name,
        last_names.shown_name as last_name,
        contacts.first_name as first_name_as_written,
        contacts.last_name as last_name_as_written,
        contacts.company_name,
        contacts.job_title,
        contacts.lifecycle_stage,
        contacts.lead_status,
        contacts.source_channel,
        contacts.utm_source,
        contacts.utm_medium,
        contacts.utm_campaign,
        contacts.city,
        coalesce(region_aliases.region, contacts.region) as region,
        coalesce(country_aliases.country_code, contacts.country) as country,
        postal_codes.standard_postal_code as postal_code,
        coalesce(language_aliases.language_code, contacts.language) as language,
        contacts.gender,
        contacts.owner,
        contacts.is_email_opted_out,
        contacts.is_deleted,
        contacts.birth_on,
        contacts.created_at,
        contacts.updated_at

    from contacts

    left join country_aliases
        on lower(contacts.country) = country_aliases.alias

    {# en-GB and en_US are en #}
    left join language_aliases
        on {{ part_of(
            "replace(lower(contacts.language), '_', '-')", "'-'", 1
        ) }} = language_aliases.alias

    left join mailbox_rules
        on {{ email_domain('contacts.email') }} = mailbox_rules.domain

    left join region_aliases
        on
            country_aliases.country_code = region_aliases.country_code
            and lower(contacts.region) = region_aliases.alias

    left join postal_codes
        on
            contacts.postal_code = postal_codes.postal_code
            and coalesce(country_aliases.country_code, contacts.country, '')
            = coalesce(postal_codes.country, '')

    left join person_names as first_names
        on contacts.first_name = first_names.written_name

    left join person_names as last_names
        on contacts.last_name = last_names.written_name

    left join phones
        on
            contacts.phone = phones.phone
            and coalesce(country_aliases.country_code, contacts.country, '')
            = coalesce(phones.country, '')

    union all

    select
        contact_record_key,
        source_system,
        source_instance,
        source_contact_id,
        cast(null as {{ dbt.type_string() }}) as merged_into_record_key,
        cast(null as {{ dbt.type_string() }}) as company_record_key,
        'guest' as record_type,
        email,
        email_key,
        {% for column in [
            'phone', 'first_name', 'last_name', 'first_name_as_written',
            'last_name_as_written', 'company_name', 'job_title',
            'lifecycle_stage', 'lead_status', 'source_channel', 'utm_source',
            'utm_medium', 'utm_campaign', 'city', 'region', 'country',
            'postal_code', 'language', 'gender', 'owner'
        ] %}
        cast(null as {{ dbt.type_string() }}) as {{ column }},
        {% endfor %}
        cast(null as {{ dbt.type_boolean() }}) as is_email_opted_out,
        false as is_deleted,
        cast(null as date) as birth_on,
        created_at,
        created_at as updated_at

    from guests

)

select * from cleaned
