{#
    An amount of Stripe, a whole number of the currency's smallest unit, in major
    units: most currencies have 100, some one (yen) and some 1000 (dinar). Stripe
    writes ISK and UGX, which have one, with two decimals.
#}
{% macro stripe_amount(amount, currency) -%}
    cast({{ amount }} * case
            when lower({{ currency }}) in (
                'bif', 'clp', 'djf', 'gnf', 'jpy', 'kmf', 'krw', 'mga',
                'pyg', 'rwf', 'vnd', 'vuv', 'xaf', 'xof', 'xpf'
            ) then 1.0000
            when lower({{ currency }}) in ('bhd', 'jod', 'kwd', 'omr', 'tnd')
                then 0.0010
            else 0.0100
        end as {{ type_money() }})
{%- endmacro %}
