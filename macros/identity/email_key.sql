{#
    An e-mail address as written -> the key of its mailbox, or null when it is
    no address. Lower case, without `mailto:` and angle brackets; Gmail ignores
    dots and what follows a plus, and googlemail.com is gmail.com.
#}
{% macro email_key(expression) -%}
    {%- set address = clean_email(expression) -%}
    case
        when not {{ matches(address, '^[^@ ,;<>"]+@[^@ ,;<>"]+[.][a-z0-9-]{2,}$') }} then null
        when {{ matches(address, '@(gmail|googlemail)[.]com$') }}
            then replace({{ part_of(part_of(address, "'@'", 1), "'+'", 1) }}, '.', '') || '@gmail.com'
        else {{ address }}
    end
{%- endmacro %}
