{#
    An e-mail address as written -> the key of its mailbox, or null when it is no
    address. `rules` is the alias of mailbox_rules, left-joined by email_domain:
    which signs and tags the provider does not count, and which of its domains
    are one. No rule: the address itself.
#}
{% macro email_key(expression, rules='mailbox_rules') -%}
    {%- set address = clean_email(expression) -%}
    case
        when not ({{ is_email(address) }}) then null
        when {{ rules }}.domain is null then {{ address }}
        else
            {# a local part has no @, so splitting by one leaves it whole #}
            nullif(translate(
                {{ part_of(
                    part_of(address, "'@'", 1),
                    'coalesce(' ~ rules ~ ".tag_sign, '@')", 1
                ) }},
                coalesce({{ rules }}.from_signs, ''),
                coalesce({{ rules }}.to_signs, '')
            ), '') || '@' || {{ rules }}.mailbox_domain
    end
{%- endmacro %}


{# The domain of an e-mail address as written; what is none gives a text that no
   rule is for. #}
{% macro email_domain(expression) -%}
    {{ part_of(clean_email(expression), "'@'", 2) }}
{%- endmacro %}


{#
    Whether a clean address can be one (RFC 5321, and letters of any script): up
    to 64 signs, an @, at least two parts of a domain between single dots.
#}
{% macro is_email(address) -%}
    {%- set sign = "[a-z0-9!#$%&''*+/=?^_`{|}~\u0080-\uffff-]" -%}
    {%- set letter = '[a-z0-9\u0080-\uffff]' -%}
    {%- set local_part = sign ~ '+([.]' ~ sign ~ '+)*' -%}
    {%- set domain_part = letter ~ '([a-z0-9\u0080-\uffff-]*' ~ letter ~ ')?' -%}
    {{ matches(address, '^' ~ local_part ~ '@(' ~ domain_part
        ~ '[.])+([a-z\u0080-\uffff]{2,}|xn--[a-z0-9-]+)$') }}
    and length({{ address }}) <= 254
    and length({{ part_of(address, "'@'", 1) }}) <= 64
{%- endmacro %}
