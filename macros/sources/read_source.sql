{#
    Selects a raw table as its sources YAML declares it, whatever is there.

    Every declared column comes out under its declared name and type: cast when
    it exists, a typed null when it does not (the whole table may be absent).
    Beside them, for every row:

    source_system, source_instance, source_scope  where it is from; the scope
        ('csv', 'hubspot/eu') prefixes ids, so that ids never meet by chance
    source_row       the row a spreadsheet shows, when it was a file
    record_id        the table's key as text; record_key is scope and id
    extra_values     the columns named in <system>__extra_columns
    bad_values       optional values that could not be read (they are null)
    rejection        why the whole row cannot be used; null for a good row

    The last three are packed with pack_entry; int_rejections unpacks them.

    Table settings under config.meta: required, key, fallback_key (when the key
    is empty), newest_by (which of several rows of a key is kept), require_any
    (groups of columns of which one must be filled), takes_extra_columns,
    array_in (see source_arrays.sql). Column settings: required, min_value, unit
    (s, ms, us: a number is an epoch), timezone (of times without an offset, for
    one column), apostrophe (a leading one is a spreadsheet's, not the value's),
    names (see found_columns).
#}
{% macro read_source(relation) %}

    {% if not execute %}{{ return('select 1 as one') }}{% endif %}

    {% set declared = declared_source(relation) %}
    {% set tables = [] %}
    {% for instance, schema in source_instances(declared).items() %}
        {% set found = found_columns(declared, schema) %}
        {% if found is not none %}
            {% do tables.append(
                [instance, raw_rows(declared, relation, schema), found]
            ) %}
        {% endif %}
    {% endfor %}

    {% for instance, table, found in tables %}
    select * from (
        {{ read_table(declared, instance, table, found) }}
    ) as {{ 'instance_' ~ loop.index }}
    {{ 'union all' if not loop.last }}
    {% else %}
    {{ no_rows(source_column_types(declared)) }}
    {% endfor %}

{% endmacro %}


{# The columns read_source gives: {name: SQL type}. #}
{% macro source_column_types(declared) %}

    {% set text = dbt.type_string() %}
    {% set columns = {
        'source_system': text,
        'source_instance': text,
        'source_scope': text,
        'source_row': dbt.type_bigint(),
        'record_id': text,
        'record_key': text,
    } %}
    {% for column in declared.columns.values() if column.name not in columns %}
        {% do columns.update({column.name: sql_type(column.data_type)}) %}
    {% endfor %}
    {% do columns.update({
        'extra_values': text, 'bad_values': text, 'rejection': text
    }) %}
    {{ return(columns) }}

{% endmacro %}


{% macro sql_type(data_type) %}
    {{ return({
        'string': dbt.type_string(),
        'json': dbt.type_string(),
        'numeric': type_money(),
        'integer': dbt.type_bigint(),
        'boolean': dbt.type_boolean(),
        'timestamp': dbt.type_timestamp(),
        'date': 'date',
    }[data_type]) }}
{% endmacro %}


{% macro read_table(declared, instance, table, found) %}

    {% set text = dbt.type_string() %}
    {% set settings = declared.config.meta %}
    {% set columns = declared.columns.values()
        | rejectattr('name', 'equalto', 'source_system') | list %}
    {% set key = settings.get('key', []) %}

    with

    {% if key %}
    {# Few rows share a key; only they are ranked. #}
    repeated as (

        select
            {{ source_scope(declared, instance, found) }} as source_scope,
            {{ record_id(settings, found) }} as record_id

        from {{ table }}

        group by 1, 2

        having count(*) > 1

    ),
    {% endif %}

    landed as (

        select
            {{ source_system(declared, found) }} as source_system,
            cast('{{ instance }}' as {{ text }}) as source_instance,
            {{ source_scope(declared, instance, found) }} as source_scope,
            cast({{ adapter.quote(found['_row'].name) if '_row' in found else 'null' }} as {{ dbt.type_bigint() }}) as source_row,
            {{ record_id(settings, found) }} as record_id
            {%- for column in columns %},
            {{ landed_value(column, found.get(column.name)) }} as {{ column.name }}
            {%- endfor %},
            {{ extra_values(found) }} as extra_values

        from {{ table }}

    ),

    typed as (

        select
            source_system,
            source_instance,
            source_scope,
            source_row,
            record_id,
            source_scope || ':' || record_id as record_key,
            extra_values
            {%- for column in columns %},
            {{ typed_value(declared, column, found.get(column.name)) }} as {{ column.name }}
            {%- if may_be_lost(column, found.get(column.name)) %},
            {{ column.name if is_parsed(column, found.get(column.name))
                else 'cast(' ~ column.name ~ ' as ' ~ text ~ ')' }} as landed_{{ column.name }}
            {%- endif %}
            {%- endfor %}

        from landed

    ),

    checked as {{ not_materialized() }} (

        select
            *,
            {{ bad_values(columns, found) }} as bad_values,
            {{ rejection(settings, columns, found) }} as rejection

        from typed

    )

    {% if key %},

    copies as (

        select
            checked.*,
            {% if settings.get('newest_by') -%}
            {{ settings.newest_by }} as copy_version,
            {%- else -%}
            cast(null as {{ dbt.type_timestamp() }}) as copy_version,
            {%- endif %}
            {{ content_hash(columns) }} as copy_hash

        from checked

        inner join repeated
            on checked.source_scope = repeated.source_scope
            and checked.record_id = repeated.record_id

        where checked.rejection is null

    ),

    ranked as (

        select
            *,
            row_number() over (
                partition by record_key
                order by copy_version desc nulls last, copy_hash asc, source_row asc
            ) as copy_number,
            first_value(copy_version) over (
                partition by record_key
                order by copy_version desc nulls last, copy_hash asc, source_row asc
            ) as kept_version,
            first_value(copy_hash) over (
                partition by record_key
                order by copy_version desc nulls last, copy_hash asc, source_row asc
            ) as kept_hash

        from copies

    )

    select
        {%- for name in source_column_types(declared) %}
        checked.{{ name }}{{ ',' if not loop.last }}
        {%- endfor %}

    from checked

    left join repeated
        on checked.source_scope = repeated.source_scope
        and checked.record_id = repeated.record_id

    where repeated.record_id is null or checked.rejection is not null

    union all

    select
        {%- for name in source_column_types(declared) if name != 'rejection' %}
        {{ name }},
        {%- endfor %}
        case
            when copy_number = 1 then null
            when copy_hash = kept_hash
                then {{ pack_entry(key | join(', '), 'record_id', 'duplicate of another row') }}
            when copy_version < kept_version
                then {{ pack_entry(key | join(', '), 'record_id', 'older version of a row') }}
            else {{ pack_entry(key | join(', '), 'record_id', 'conflicting duplicate') }}
        end as rejection

    from ranked

    {% else %}

    select
        {%- for name in source_column_types(declared) %}
        {{ name }}{{ ',' if not loop.last }}
        {%- endfor %}

    from checked

    {% endif %}

{% endmacro %}


{# One entry (what, raw value, remark) of a packed list: parts end in the unit
   separator, entries in the record separator, which no real value holds. #}
{% macro pack_entry(name, value, remark) -%}
    '{{ name }}' || chr(31) || coalesce({{ value }}, '') || chr(31) || '{{ remark }}' || chr(30)
{%- endmacro %}


{# ---- where a row is from ---- #}

{% macro source_system(declared, found) -%}
    {%- set default_name = var(declared.source_name ~ '__source_system', declared.source_name) -%}
    {%- if 'source_system' in found -%}
        coalesce({{ replace_pattern('lower(' ~ parse_text(adapter.quote(found.source_system.name)) ~ ')', '[^a-z0-9_]+', '_') }}, '{{ default_name }}')
    {%- else -%}
        cast('{{ default_name }}' as {{ dbt.type_string() }})
    {%- endif -%}
{%- endmacro %}

{% macro source_scope(declared, instance, found) -%}
    {{ source_system(declared, found) }}{{ " || '/" ~ instance ~ "'" if instance }}
{%- endmacro %}

{# The key as text; of several columns, joined. Null when a part is. #}
{% macro record_id(settings, found) -%}
    {%- set keys = [settings.get('key', []), settings.get('fallback_key', [])] | select | list -%}
    {%- set alternatives = [] -%}
    {%- for key in keys -%}
        {%- set parts = [] -%}
        {%- for name in key -%}
            {%- do parts.append(
                landed_text(found[name]) if name in found
                else 'cast(null as ' ~ dbt.type_string() ~ ')'
            ) -%}
            {%- if name in settings.get('optional_in_key', []) -%}
                {%- do parts.append("coalesce(" ~ parts.pop() ~ ", '')") -%}
            {%- endif -%}
        {%- endfor -%}
        {%- do alternatives.append(parts | join(" || '|' || ")) -%}
    {%- endfor -%}
    {%- if not alternatives -%}
        cast(null as {{ dbt.type_string() }})
    {%- elif alternatives | length == 1 -%}
        {{ alternatives[0] }}
    {%- else -%}
        coalesce({{ alternatives | join(', ') }})
    {%- endif -%}
{%- endmacro %}

{% macro content_hash(columns) -%}
    {%- set parts = [] -%}
    {%- for column in columns -%}
        {%- do parts.append(
            "coalesce(cast(checked." ~ column.name ~ " as " ~ dbt.type_string() ~ "), '')"
        ) -%}
    {%- endfor -%}
    {{ dbt.hash(parts | join(" || chr(31) || ")) }}
{%- endmacro %}


{# ---- values: landed (trimmed text, or as typed in the warehouse) -> typed ---- #}

{% macro is_text(column) %}
    {{ return(column.others | length > 0 or is_nested(column) or modules.re.match(
        '(var)?char|text|string|bpchar|nvarchar|json|enum|uuid', column.type
    ) is not none) }}
{% endmacro %}

{# A struct, map or list: read as JSON. #}
{% macro is_nested(column) %}
    {{ return(modules.re.search('^(struct|map|array|list)|[]]$', column.type) is not none) }}
{% endmacro %}

{# Whether a column arrives as text and has to be read as another type. #}
{% macro is_parsed(declared_column, column) %}
    {{ return(
        column is not none and column is defined
        and declared_column.data_type != 'string'
        and (
            is_text(column)
            or declared_column.data_type == 'json'
            or (
                declared_column.config.meta.get('unit') is not none
                and not modules.re.match('timestamp|date', column.type)
            )
        )
    ) }}
{% endmacro %}

{# Whether a filled cell may end as null: it is read from text, or too small,
   or too large for money. #}
{% macro may_be_lost(declared_column, column) %}
    {{ return(
        is_parsed(declared_column, column)
        or (column and declared_column.data_type in ['numeric', 'integer'])
    ) }}
{% endmacro %}

{# A real column as trimmed text; of several that hold the same, the first
   filled one. #}
{% macro landed_text(column) -%}
    {%- if column.others -%}
        coalesce({{ landed_one(column) }}
        {%- for other in column.others %}, {{ landed_one(other) }}{% endfor %})
    {%- else -%}
        {{ landed_one(column) }}
    {%- endif -%}
{%- endmacro %}

{% macro landed_one(column) -%}
    {%- set name = adapter.quote(column.name) -%}
    {%- if column.path -%}
        {{ parse_text(json_text(as_json_text(column), column.path)) }}
    {%- elif is_nested(column) -%}
        {{ nested_to_json(name) }}
    {%- elif column.type in ['varchar', 'text', 'string'] -%}
        {{ parse_text(name) }}
    {%- elif is_text(dict(column, others=[])) -%}
        {{ parse_text('cast(' ~ name ~ ' as ' ~ dbt.type_string() ~ ')') }}
    {%- elif modules.re.match('float|double|real', column.type) -%}
        {#- ids that a tool has turned into 123.0 -#}
        case
            when {{ name }} = floor({{ name }}) and abs({{ name }}) < 1e15
                then cast(cast({{ name }} as {{ dbt.type_bigint() }}) as {{ dbt.type_string() }})
            else cast({{ name }} as {{ dbt.type_string() }})
        end
    {%- else -%}
        cast({{ name }} as {{ dbt.type_string() }})
    {%- endif -%}
{%- endmacro %}

{# The JSON that a field is in. #}
{% macro as_json_text(column) -%}
    {%- set name = adapter.quote(column.name) -%}
    {%- if is_nested({'type': column.holder}) -%}
        {{ nested_to_json(name) }}
    {%- elif column.holder in ['varchar', 'text', 'string'] -%}
        {{ parse_text(name) }}
    {%- else -%}
        cast({{ name }} as {{ dbt.type_string() }})
    {%- endif -%}
{%- endmacro %}

{% macro landed_value(declared_column, column) -%}
    {%- if not column -%}
        cast(null as {{ sql_type(declared_column.data_type) }})
    {%- elif declared_column.data_type == 'string' or is_parsed(declared_column, column) -%}
        {%- set value = landed_text(column) -%}
        {%- if declared_column.config.meta.get('apostrophe') -%}
            nullif({{ replace_pattern(value, "^''", '') }}, '')
        {%- else -%}
            {{ value }}
        {%- endif -%}
    {%- else -%}
        {{ adapter.quote(column.name) }}
    {%- endif -%}
{%- endmacro %}

{% macro typed_value(declared, declared_column, column) -%}
    {%- set name = declared_column.name -%}
    {%- set type = declared_column.data_type -%}
    {%- set zone = declared_column.config.meta.get('timezone')
        or var(declared.source_name ~ '__timezone', 'UTC') -%}
    {%- if not column or type == 'string' -%}
        {{ name }}
    {%- elif is_parsed(declared_column, column) -%}
        {%- set value = parsed_value(declared, declared_column, zone) -%}
        {%- if declared_column.config.meta.get('min_value') is not none -%}
            case when {{ value }} >= {{ declared_column.config.meta.min_value }} then {{ value }} end
        {%- else -%}
            {{ value }}
        {%- endif -%}
    {%- elif type == 'timestamp' -%}
        {%- if modules.re.search('with time zone|timestamptz|timestamp_ltz', column.type) or (column.type == 'timestamp' and target.type in ['spark', 'databricks']) -%}
            {{ zoned_to_utc(name) }}
        {%- else -%}
            {{ to_utc('cast(' ~ name ~ ' as timestamp)', zone) }}
        {%- endif -%}
    {%- elif type in ['numeric', 'integer'] -%}
        case
            when abs({{ name }}) < 1e14
            {%- if declared_column.config.meta.get('min_value') is not none %} and {{ name }} >= {{ declared_column.config.meta.min_value }}{% endif %}
                then cast({{ name }} as {{ sql_type(type) }})
        end
    {%- else -%}
        cast({{ name }} as {{ sql_type(type) }})
    {%- endif -%}
{%- endmacro %}

{% macro parsed_value(declared, declared_column, zone) -%}
    {%- set name = declared_column.name -%}
    {%- set type = declared_column.data_type -%}
    {%- set unit = declared_column.config.meta.get('unit') or var(declared.source_name ~ '__timestamp_unit', '') -%}
    {%- if type == 'numeric' -%}
        {{ parse_number(name) }}
    {%- elif type == 'integer' -%}
        {{ parse_integer(name) }}
    {%- elif type == 'boolean' -%}
        {{ parse_boolean(name) }}
    {%- elif type == 'json' -%}
        case when {{ is_json(name) }} then {{ name }} end
    {%- elif type == 'timestamp' and unit -%}
        case
            when {{ matches(name, '^[0-9]{1,17}$') }} then {{ epoch_to_timestamp(name, unit) }}
            else {{ parse_timestamp(in_iso_order(declared, name), zone) }}
        end
    {%- elif type == 'timestamp' -%}
        {{ parse_timestamp(in_iso_order(declared, name), zone) }}
    {%- else -%}
        {{ parse_date(in_iso_order(declared, name)) }}
    {%- endif -%}
{%- endmacro %}

{# 31.12.2025 or 6/30/2026 -> ISO order, when the variable
   <system>__date_format says which comes first: dmy or mdy. Nothing guesses. #}
{% macro in_iso_order(declared, name) -%}
    {%- set order = var(declared.source_name ~ '__date_format', 'iso') -%}
    {%- if order == 'iso' -%}
        {{ name }}
    {%- else -%}
        {%- set dashed = replace_pattern(name, '^([0-9]{1,2})[./-]([0-9]{1,2})[./-]([0-9]{4})', '\\1-\\2-\\3') -%}
        {%- set first = replace_pattern(dashed, '^([0-9])-', '0\\1-') -%}
        {%- set second = replace_pattern(first, '^([0-9]{2})-([0-9])-', '\\1-0\\2-') -%}
        {{ replace_pattern(
            second, '^([0-9]{2})-([0-9]{2})-([0-9]{4})',
            '\\3-\\2-\\1' if order == 'dmy' else '\\3-\\1-\\2'
        ) }}
    {%- endif -%}
{%- endmacro %}


{# ---- what is wrong with a row ---- #}

{% macro fault_remark(column) %}
    {% set minimum = column.config.meta.get('min_value') %}
    {{ return('is not ' ~ {
        'numeric': 'a number',
        'integer': 'a whole number',
        'boolean': 'a yes or no',
        'timestamp': 'a date and time that exists (ISO 8601)',
        'date': 'a date that exists (ISO 8601)',
        'json': 'JSON',
    }[column.data_type] ~ (' of at least ' ~ minimum if minimum is not none else '')) }}
{% endmacro %}

{% macro bad_values(columns, found) -%}
    {%- set entries = [] -%}
    {%- for column in columns
        if may_be_lost(column, found.get(column.name))
        and not column.config.meta.get('required') -%}
        {%- do entries.append(
            'case when ' ~ column.name ~ ' is null and landed_' ~ column.name
            ~ ' is not null then '
            ~ pack_entry(column.name, 'landed_' ~ column.name, fault_remark(column))
            ~ " else '' end"
        ) -%}
    {%- endfor -%}
    {%- if entries -%}
        nullif({{ entries | join('\n                || ') }}, '')
    {%- else -%}
        cast(null as {{ dbt.type_string() }})
    {%- endif -%}
{%- endmacro %}

{% macro rejection(settings, columns, found) -%}
    {%- set cases = [] -%}
    {%- for column in columns if column.config.meta.get('required') -%}
        {%- if may_be_lost(column, found.get(column.name)) -%}
            {%- do cases.append(
                'when ' ~ column.name ~ ' is null and landed_' ~ column.name
                ~ ' is not null then '
                ~ pack_entry(column.name, 'landed_' ~ column.name, fault_remark(column))
            ) -%}
        {%- endif -%}
        {%- do cases.append(
            'when ' ~ column.name ~ ' is null then '
            ~ pack_entry(column.name, "''", 'is required and empty')
        ) -%}
    {%- endfor -%}
    {%- for names in settings.get('require_any', []) -%}
        {%- do cases.append(
            'when coalesce('
            ~ names | join(', ') ~ ') is null then '
            ~ pack_entry(names | join(', '), "''", 'one of these is required and all are empty')
        ) -%}
    {%- endfor -%}
    {%- if settings.get('key') -%}
        {%- do cases.append(
            'when record_id is null then '
            ~ pack_entry(settings.key | join(', '), "''",
                'the key is required and empty'
                ~ (' (or else ' ~ settings.fallback_key | join(', ') ~ ')' if settings.get('fallback_key')))
        ) -%}
    {%- endif -%}
    {%- if cases -%}
        case
            {{ cases | join('\n            ') }}
        end
    {%- else -%}
        cast(null as {{ dbt.type_string() }})
    {%- endif -%}
{%- endmacro %}

{% macro extra_values(found) -%}
    {%- set entries = [] -%}
    {%- for name, column in found.items() if name.startswith('extra ') -%}
        {%- set value = landed_text(column) -%}
        {%- do entries.append(
            "case when " ~ value ~ " is not null then "
            ~ pack_entry(column.name | replace("'", "''"), value, '') ~ " else '' end"
        ) -%}
    {%- endfor -%}
    {%- if entries -%}
        nullif({{ entries | join(' || ') }}, '')
    {%- else -%}
        cast(null as {{ dbt.type_string() }})
    {%- endif -%}
{%- endmacro %}
