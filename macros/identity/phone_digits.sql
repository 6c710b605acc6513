{#
    A phone number as written -> its digits, with the leading plus if there is
    one; without an extension and without a (0), which is dialled at home only.
    Null when it holds letters or other signs that no number has.
#}
{% macro phone_digits(expression) -%}
    {%- set alone = replace_pattern(
        'lower(trim(' ~ expression ~ '))',
        '^tel[.:]? *|[(]0[)]|[;, ]*(extension|ext[.]?|durchwahl|dw[.]?|poste|x|#) *[=:]? *[0-9]{1,6}$',
        ''
    ) -%}
    case
        when {{ matches(alone, '^[+]?[0-9 ().,/\u00a0\u2010-\u2015-]+$') }}
            then {{ replace_pattern(alone, '[^0-9+]', '') }}
    end
{%- endmacro %}
