{#
    One entity as touchpoints: the columns of int_touchpoints__typed, from the
    import CTE `entity` of that model. `fields` gives SQL for: key, type, at
    (occurred_at), email, channel, detail_name, detail_url, value, where; and
    map, [value set, raw column], when the type is to be translated: the type
    may then use types.value.
#}
{% macro touchpoints(entity, fields) -%}
    select
        {{ entity }}.{{ fields.key }} || ':' || {{ fields.type }} as activity_key,
        '{{ entity }}' as entity,
        {{ entity }}.source_system,
        {{ entity }}.source_instance,
        {{ entity }}.source_row,
        {{ entity }}.{{ fields.key }} as entity_key,
        {{ entity }}.contact_record_key,
        {{ fields.get('email', entity ~ '.email') }} as email,
        {{ fields.get('anonymous_id', 'cast(null as ' ~ dbt.type_string() ~ ')') }} as anonymous_id,
        {{ fields.type }} as activity_type,
        {{ fields.get('at', 'occurred_at') }} as occurred_at,
        {{ fields.get('channel', 'cast(null as ' ~ dbt.type_string() ~ ')') }} as channel,
        {{ fields.get('detail_name', 'cast(null as ' ~ dbt.type_string() ~ ')') }} as detail_name,
        {{ fields.get('detail_url', 'cast(null as ' ~ dbt.type_string() ~ ')') }} as detail_url,
        {{ fields.get('value', 'cast(null as ' ~ type_money() ~ ')') }} as value

    from {{ entity }}

    {%- if fields.map %}

    left join value_maps as types
        on types.value_set = '{{ fields.map[0] }}'
        and types.raw_value = lower({{ entity }}.{{ fields.map[1] }})
    {%- endif %}

    {%- if fields.where %}

    where {{ fields.where }}
    {%- endif %}
{%- endmacro %}
