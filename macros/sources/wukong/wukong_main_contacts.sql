{#
    CTE `main_contacts`: the contacts of each customer of WuKong in the order in
    which they stand for it: its main contact, else the oldest.
#}
{% macro wukong_main_contacts() -%}
main_contacts as (

    select
        contacts.source_scope,
        contacts.customer_id,
        contacts.record_key,
        row_number() over (
            partition by contacts.source_scope, contacts.customer_id
            order by
                case when {{ wukong_is_gone('contacts') }} then 1 else 0 end asc,
                case
                    when contacts.record_id = customers.contacts_id then 0
                    else 1
                end asc,
                contacts.create_time asc nulls last,
                contacts.record_id asc
        ) as contact_rank

    from contacts

    left join customers
        on contacts.source_scope = customers.source_scope
            and contacts.customer_id = customers.record_id
            and customers.rejection is null

    {# 0 is how WuKong writes none #}
    where contacts.rejection is null and contacts.customer_id != '0'

)
{%- endmacro %}


{# The joins that wukong_contact_of needs; `named_by` has the contact's id. #}
{% macro wukong_join_contacts(table, named_by=none) -%}
    left join contacts
        on {{ table }}.source_scope = contacts.source_scope
            and {{ named_by or table }}.contacts_id = contacts.record_id
            and contacts.rejection is null

    left join main_contacts
        on {{ table }}.source_scope = main_contacts.source_scope
            and {{ table }}.customer_id = main_contacts.customer_id
            and main_contacts.contact_rank = 1
{%- endmacro %}


{#
    The contact record that a row belongs to: the contact it names, when there
    is one, else who stands for its customer, else the customer itself.
    For rows with wukong_join_contacts.
#}
{% macro wukong_contact_of(table) -%}
    coalesce(
            contacts.record_key,
            main_contacts.record_key,
            {{ table }}.source_scope || ':customer-' || {{ table }}.customer_id
        )
{%- endmacro %}
