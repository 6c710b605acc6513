{# What a table knows people by: [[type of identifier, SQL], ...]. #}
{% macro erasure_keys(columns) %}

    {% set keys = [] %}
    {% for column, type in [
        ('contact_record_key', 'record'),
        ('contact_id', 'contact'),
        ('order_key', 'order'),
    ] if column in columns %}
        {% do keys.append([type, column]) %}
    {% endfor %}
    {% if 'email' in columns %}
        {% do keys.append(['email', mailbox_key('email')]) %}
    {% endif %}
    {% if 'phone' in columns %}
        {% do keys.append(['phone', phone_tail('phone')]) %}
    {% endif %}
    {% if 'birth_on' in columns and 'first_name' in columns %}
        {% do keys.append([
            'email_and_name',
            mailbox_key('email') ~ " || '|' || " ~ name_key('first_name')
        ]) %}
        {% do keys.append([
            'phone_and_name',
            phone_tail('phone') ~ " || '|' || " ~ name_key('first_name')
        ]) %}
        {% do keys.append([
            'name_and_birth_date',
            name_and_birth_key('first_name', 'last_name', 'birth_on')
        ]) %}
    {% endif %}
    {% if 'identifier_value' in columns %}
        {% do keys.append([
            'email',
            "case when identifier_type = 'email' then " ~ mailbox_key('identifier_value') ~ " end"
        ]) %}
        {% do keys.append([
            'phone',
            "case when identifier_type = 'phone' then " ~ phone_tail('identifier_value') ~ " end"
        ]) %}
    {% endif %}
    {% if 'anonymous_id' in columns %}
        {% do keys.append(['browser', browser_key()]) %}
    {% endif %}
    {{ return(keys) }}

{% endmacro %}


{% macro browser_key() -%}
    source_system || coalesce('/' || nullif(source_instance, ''), '') || ':' || anonymous_id
{%- endmacro %}


{#
    How a hash must compare for its row to go, one condition after the other:
    all rows of who is erased; of who has come back since, the rows of before.
    A row without a date is of before; tables that date nothing keep what the
    others let in.
#}
{% macro erased_conditions(tombstones, columns, type) %}

    {% set dated = erasure_date(columns) %}
    {% set conditions = [
        " in (select identifier_hash from " ~ tombstones ~ " where admitted_from is null)"
    ] %}
    {% for day in run_query(
        "select distinct cast(admitted_from as " ~ dbt.type_string() ~ ") from "
        ~ tombstones ~ " where admitted_from is not null"
    ).columns[0].values() if dated or type == 'order' %}
        {% do conditions.append(
            " in (select identifier_hash from " ~ tombstones
            ~ " where admitted_from = cast('" ~ day ~ "' as date))"
            ~ (" and (" ~ dated ~ " is null or " ~ dated ~ " < cast('"
                ~ day ~ "' as timestamp))" if dated else '')
        ) %}
    {% endfor %}
    {{ return(conditions) }}

{% endmacro %}
