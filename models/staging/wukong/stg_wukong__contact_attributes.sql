with

contacts as (

    {{ read_source(source('wukong', 'contacts')) }}

),

leads as (

    {{ read_source(source('wukong', 'leads')) }}

),

customers as (

    {{ read_source(source('wukong', 'customer')) }}

),

fields as (

    {{ read_source(source('wukong', 'field')) }}

),

contact_values as (

    {{ wukong_values(source('wukong', 'contacts_data')) }}

),

lead_values as (

    {{ wukong_values(source('wukong', 'leads_data')) }}

),

customer_values as (

    {{ wukong_values(source('wukong', 'customer_data')) }}

),

{{ wukong_main_contacts() }},

people as (

    {# whose values: a record of a person and the batch_id they are kept under #}
    {% for table, key, kept_in in [
        ('contacts', 'contacts.record_key', 'contact_values'),
        ('leads', "leads.source_scope || ':lead-' || leads.record_id", 'lead_values')
    ] %}

    select
        {{ table }}.source_system,
        {{ table }}.source_instance,
        {{ table }}.source_row,
        {{ table }}.source_scope,
        {{ table }}.record_id,
        {{ key }} as contact_record_key,
        {{ table }}.batch_id,
        '{{ kept_in }}' as value_table

    from {{ table }}

    where {{ table }}.rejection is null

    union all

    {% endfor %}

    select
        customers.source_system,
        customers.source_instance,
        customers.source_row,
        customers.source_scope,
        customers.record_id,
        coalesce(
            main_contacts.record_key,
            customers.source_scope || ':customer-' || customers.record_id
        ) as contact_record_key,
        customers.batch_id,
        'customer_values' as value_table

    from customers

    left join main_contacts
        on customers.source_scope = main_contacts.source_scope
            and customers.record_id = main_contacts.customer_id

    where customers.rejection is null

),

all_values as (

    {% for kept_in, begins_with in {
        'contact_values': '',
        'lead_values': '',
        'customer_values': 'customer_'
    }.items() %}

    select
        {{ kept_in }}.*,
        '{{ kept_in }}' as value_table,
        '{{ begins_with }}' as name_begins_with

    from {{ kept_in }}

    {{ 'union all' if not loop.last }}

    {% endfor %}

),

renamed as (

    select
        ---------- ids
        people.contact_record_key || '|' || all_values.name_begins_with
        || all_values.field_id as contact_attribute_key,
        people.source_system,
        people.source_instance,
        people.source_row,
        people.contact_record_key,

        ---------- strings
        all_values.name_begins_with || all_values.attribute_name as attribute_name,
        all_values.value as attribute_value,
        cast(null as {{ dbt.type_string() }}) as provider,

        ---------- dates and times
        all_values.create_time as observed_at,

        ---------- faults
        people.record_id,
        cast(null as {{ dbt.type_string() }}) as bad_values,
        cast(null as {{ dbt.type_string() }}) as rejection

    from people

    inner join all_values
        on people.source_scope = all_values.source_scope
            and people.batch_id = all_values.batch_id
            and people.value_table = all_values.value_table

)

select * from renamed
