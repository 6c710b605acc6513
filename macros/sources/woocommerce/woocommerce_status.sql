{# The status of an order without the wc- of a copied WordPress database. #}
{% macro woocommerce_status(status) -%}
    {{ replace_pattern('lower(' ~ status ~ ')', '^wc-', '') }}
{%- endmacro %}
