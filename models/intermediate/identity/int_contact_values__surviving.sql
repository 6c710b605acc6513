-- Which record's value the contact gets, field by field, by the rule of
-- survivorship_rules. Blanks never win; a deleted record's value only where no
-- other record has one. What the rule leaves open, the better record decides:
-- contact before lead before guest, survivor before merged away, the newest.
with

contacts as (

    select * from {{ ref('int_contacts__cleaned') }}

),

links as (

    select * from {{ ref('int_contacts__linked') }}

),

emails as (

    select * from {{ ref('int_emails__classified') }}

),

survivorship_rules as (

    select * from {{ ref('survivorship_rules') }}

),

records as (

    select
        links.contact_id,
        contacts.*,
        coalesce(emails.is_mailable, false) as is_email_mailable,
        case
            when contacts.record_type = 'contact' then 2
            when contacts.record_type = 'lead' then 4
            else 6
        end + case
            when contacts.merged_into_record_key is null then 0
            else 1
        end as record_class,
        row_number() over (
            partition by links.contact_id
            order by
                contacts.updated_at desc nulls last,
                contacts.contact_record_key asc
        ) as newest_rank,
        row_number() over (
            partition by links.contact_id
            order by
                contacts.created_at asc nulls last,
                contacts.contact_record_key asc
        ) as oldest_rank

    from contacts

    inner join links
        on contacts.contact_record_key = links.contact_record_key

    left join emails
        on contacts.email_key = emails.email_key

),

filled as (

    {% for field, value in surviving_fields().items() %}

    select
        contact_id,
        contact_record_key,
        source_system,
        is_deleted,
        record_class,
        newest_rank,
        oldest_rank,
        '{{ field }}' as field_name,
        {{ value }} as value,
        {{ 'is_email_mailable' if field == 'email' else 'true' }} as is_usable

    from records

    where {{ value }} is not null

    {{ 'union all' if not loop.last }}

    {% endfor %}

),

ruled as (

    select
        filled.*,
        coalesce(survivorship_rules.survivorship_rule, 'best_record')
            as survivorship_rule,
        {{ dbt.position(
            "';' || filled.source_system || ';'",
            "';' || replace(survivorship_rules.source_priority, ' ', '') || ';'"
        ) }} as listed_at

    from filled

    left join survivorship_rules
        on filled.field_name = survivorship_rules.field_name

),

counted as (

    select
        contact_id,
        field_name,
        value,
        count(*) as value_count

    from ruled

    where
        survivorship_rule = 'most_frequent'
        and not is_deleted

    group by
        contact_id,
        field_name,
        value

),

{# a system that the priority does not name comes after those it does #}
ranked as (

    select
        ruled.*,
        row_number() over (
            partition by ruled.contact_id, ruled.field_name
            order by
                ruled.is_deleted asc,
                ruled.is_usable desc,
                case ruled.survivorship_rule
                    when 'most_recent' then ruled.newest_rank
                    when 'first' then ruled.oldest_rank
                    when 'most_frequent' then -counted.value_count
                    when 'source_priority'
                        then coalesce(nullif(ruled.listed_at, 0), 100000)
                end asc nulls last,
                ruled.record_class asc,
                ruled.newest_rank asc
        ) as value_rank

    from ruled

    left join counted
        on
            ruled.contact_id = counted.contact_id
            and ruled.field_name = counted.field_name
            and ruled.value = counted.value

),

surviving as (

    select
        contact_id,
        field_name,
        value,
        contact_record_key,
        source_system,
        survivorship_rule

    from ranked

    where value_rank = 1

)

select * from surviving
