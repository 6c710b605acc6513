-- How linking went: contacts by number of records, the twenty largest, what each
-- rule yields.
with

records as (

    select
        contact_id,
        count(*) as record_count

    from {{ ref('contact_records') }}

    group by contact_id

),

links as (

    select * from {{ ref('contact_links') }}

),

linked_contacts as (

    select
        contact_id,
        count(*) as link_count,
        count(distinct rule) as rule_count

    from links

    group by contact_id

),

described as (

    select
        records.contact_id,
        records.record_count,
        coalesce(linked_contacts.link_count, 0) as link_count,
        row_number() over (
            order by records.record_count desc, records.contact_id asc
        ) as size_rank

    from records

    left join linked_contacts
        on records.contact_id = linked_contacts.contact_id

),

contacts_by_rule as (

    select
        links.contact_id,
        links.rule,
        count(*) as link_count,
        max(linked_contacts.rule_count) as rule_count

    from links

    inner join linked_contacts
        on links.contact_id = linked_contacts.contact_id

    group by
        links.contact_id,
        links.rule

),

reported as (

    select
        'contacts_by_size' as measure,
        cast(record_count as {{ dbt.type_string() }}) as item,
        count(*) as contact_count,
        sum(record_count) as record_count,
        sum(link_count) as link_count,
        cast(null as {{ dbt.type_bigint() }}) as sole_contact_count

    from described

    group by record_count

    union all

    select
        'largest_contacts' as measure,
        contact_id as item,
        1 as contact_count,
        record_count,
        link_count,
        cast(null as {{ dbt.type_bigint() }}) as sole_contact_count

    from described

    where size_rank <= 20 and record_count > 1

    union all

    select
        'rules' as measure,
        contacts_by_rule.rule as item,
        count(*) as contact_count,
        sum(described.record_count) as record_count,
        sum(contacts_by_rule.link_count) as link_count,
        sum(case when contacts_by_rule.rule_count = 1 then 1 else 0 end)
            as sole_contact_count

    from contacts_by_rule

    inner join described
        on contacts_by_rule.contact_id = described.contact_id

    group by contacts_by_rule.rule

),

typed as (

    select
        measure,
        item,
        cast(contact_count as {{ dbt.type_bigint() }}) as contact_count,
        cast(record_count as {{ dbt.type_bigint() }}) as record_count,
        cast(link_count as {{ dbt.type_bigint() }}) as link_count,
        cast(sole_contact_count as {{ dbt.type_bigint() }})
            as sole_contact_count

    from reported

)

select * from typed
