-- Everything that may say who a record is, standardised. A record is
-- identified by its own key; one that its system merged away also by its
-- survivor's, so declared merges need no rule of their own and chains follow.
with

contacts as (

    select * from {{ ref('int_contacts__cleaned') }}

),

contact_identifiers as (

    select * from {{ ref('int_contact_identifiers__unioned') }}

),

phones as (

    select * from {{ ref('int_phones__cleaned') }}

),

contact_overrides as (

    select
        {{ override_record_key('') }} as contact_record_key,
        {{ override_record_key('other_') }} as other_record_key

    from {{ ref('contact_overrides') }}

    where lower(trim(override)) = 'always_join'

),

joined_by_hand as (

    select
        contacts.contact_record_key,
        contact_overrides.contact_record_key || ' = '
        || contact_overrides.other_record_key as identifier_value

    from contact_overrides

    inner join contacts
        on
            contacts.contact_record_key in (
                contact_overrides.contact_record_key,
                contact_overrides.other_record_key
            )

),

mailbox_rules as (

    select * from {{ ref('mailbox_rules') }}

),

stacked as (

    select
        contact_record_key,
        'always_join' as identifier_type,
        identifier_value

    from joined_by_hand

    union all

    select
        contact_record_key,
        'record' as identifier_type,
        contact_record_key as identifier_value

    from contacts

    union all

    select
        contact_record_key,
        'record' as identifier_type,
        merged_into_record_key as identifier_value

    from contacts

    union all

    select
        contact_record_key,
        'email' as identifier_type,
        email_key as identifier_value

    from contacts

    union all

    select
        contact_record_key,
        'phone' as identifier_type,
        phone as identifier_value

    from contacts

    union all

    select
        contact_record_key,
        'name_and_birth_date' as identifier_type,
        {{ words('first_name', ' ') }} || ' ' || {{ words('last_name', ' ') }}
        || ' ' || cast(birth_on as {{ dbt.type_string() }}) as identifier_value

    from contacts

    union all

    select
        contact_identifiers.contact_record_key,
        contact_identifiers.identifier_type,
        case contact_identifiers.identifier_type
            when 'email'
                then {{ email_key('contact_identifiers.identifier_value') }}
            when 'phone' then phones.e164_phone
            else contact_identifiers.identifier_value
        end as identifier_value

    from contact_identifiers

    inner join contacts
        on contact_identifiers.contact_record_key = contacts.contact_record_key

    left join mailbox_rules
        on
            {{ email_domain('contact_identifiers.identifier_value') }}
            = mailbox_rules.domain

    left join phones
        on
            contact_identifiers.identifier_value = phones.phone
            and coalesce(contacts.country, '') = coalesce(phones.country, '')

),

cleaned as (

    select distinct
        contact_record_key,
        identifier_type,
        identifier_value

    from stacked

    where identifier_value is not null

)

select * from cleaned
