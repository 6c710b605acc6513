{# Faults stay countable; what an erased person wrote in them does not stay. #}
{% macro mask_erased(tombstones) %}

    {% set scope = "source_system || coalesce('/' || nullif(source_instance, ''), '') || ':' || " %}
    {% for type, value in [
        ('email', mailbox_key('raw_value')),
        ('phone', phone_tail('raw_value')),
        ('record', scope ~ 'raw_value'),
        ('record', scope ~ 'record_id'),
        ('order', scope ~ 'record_id'),
    ] %}
        {% do run_query(
            "update " ~ this ~ " set raw_value = 'erased', record_id = null where "
            ~ erasure_hash("'" ~ type ~ "'", value)
            ~ " in (select identifier_hash from " ~ tombstones ~ ")"
        ) %}
    {% endfor %}

    {# an address anywhere in a longer text, such as a line that is no row #}
    {% for column in ['raw_value', 'record_id'] %}
        {% do run_query(
            "update " ~ this ~ " set raw_value = 'erased', record_id = null where "
            ~ column ~ " in (" ~ texts_naming_erased(this, column, tombstones) ~ ")"
        ) %}
    {% endfor %}

{% endmacro %}


{# The texts of a column that hold the address of an erased person. #}
{% macro texts_naming_erased(relation, column, tombstones) -%}
    select words_of.{{ column }}

    from (
        select
            {{ column }},
            {{ split_to_rows(
                replace_pattern(column, '[^A-Za-z0-9@.+_%~-]+', ' '), "' '"
            ) }} as word
        from {{ relation }}
        where {{ column }} like '%@%'
    ) as words_of

    where {{ erasure_hash("'email'", mailbox_key('words_of.word')) }}
        in (select identifier_hash from {{ tombstones }})
{%- endmacro %}
