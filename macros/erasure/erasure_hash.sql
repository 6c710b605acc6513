{#
    What is remembered of an erased person: a hash of an identifier, salted with
    CRM_SEGMENTS_ERASURE_SALT. `type` and `value` are SQL. Types: record, contact,
    email, phone, email_and_name, phone_and_name, name_and_birth_date, order,
    browser; values are the keys of the macros below.
#}
{% macro erasure_hash(type, value) -%}
    {{ sha256_text(
        text_literal(erasure_salt() ~ ':') ~ " || " ~ type ~ " || ':' || " ~ value
    ) }}
{%- endmacro %}


{% macro erasure_salt() -%}
    {{ return(env_var('CRM_SEGMENTS_ERASURE_SALT', 'crm_segments')) }}
{%- endmacro %}


{# The last eight digits of a phone number: the same however it is written,
   with or without its country. Null for what is too short to be one. #}
{% macro phone_tail(expression) -%}
    case
        when length(replace({{ phone_digits(expression) }}, '+', '')) >= 7
            then right(replace({{ phone_digits(expression) }}, '+', ''), 8)
    end
{%- endmacro %}


{# Both names and the date of birth; null when one is not known. #}
{% macro name_and_birth_key(first_name, last_name, birth_on) -%}
    {{ words(first_name, ' ') }} || ' ' || {{ words(last_name, ' ') }}
    || ' ' || cast({{ birth_on }} as {{ dbt.type_string() }})
{%- endmacro %}


{# For `make erase`: prints the hash of one identifier as it was typed. #}
{% macro print_erasure_hash(type, value) %}

    {% set typed = text_literal(value) %}
    {% set key = {
        'email': mailbox_key(typed),
        'phone': phone_tail(typed),
        'record': typed,
        'contact': typed,
    }[type] %}
    {% do print('erasure_hash=' ~ run_query(
        'select ' ~ erasure_hash("'" ~ type ~ "'", key) ~ ' as identifier_hash'
    ).rows[0][0]) %}

{% endmacro %}


{# An e-mail address -> what its hash is made of: lower case, without what
   follows a plus and, at Gmail, without dots. The rules of the mailbox seed may
   change; a hash that is kept for ever may not. Null when it is no address. #}
{% macro mailbox_key(expression) -%}
    {%- set address = clean_email(expression) -%}
    {%- set local = part_of(part_of(address, "'@'", 1), "'+'", 1) -%}
    case
        when not {{ matches(address, '^[^@ ,;<>"]+@[^@ ,;<>"]+[.][a-z0-9-]{2,}$') }} then null
        when {{ matches(address, '@(gmail|googlemail)[.]com$') }}
            then replace({{ local }}, '.', '') || '@gmail.com'
        else {{ local }} || '@' || {{ part_of(address, "'@'", 2) }}
    end
{%- endmacro %}
