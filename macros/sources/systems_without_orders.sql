{# The systems whose deals are all they know of sales: they feed deals and no orders. #}
{% macro systems_without_orders() %}

    {% set feeds = source_feeds() %}
    {{ return(feeds['deals'] | reject('in', feeds['orders']) | list) }}

{% endmacro %}
