{#
    Tables that some connectors leave as a JSON array in another table:

        - name: order_lines
          config: {meta: {
              identifiers: {fivetran: order_line},
              array_in: {airbyte: orders.line_items}
          }}
          columns:
            - name: order_id
              config: {meta: {names: [order_id, ^id]}}

    With that connector read_source gives a row per element of the column
    line_items of the declared table orders. A column is a field of the element;
    `^` before a spelling is one level further out, here a column of orders; `.`
    is the element itself. Arrays in arrays: orders.refunds.transactions.
#}


{# Where the rows of a declared table lie: {table: the declared table, path:
   [column, field, ...]}; an empty dict when they are a table of their own. #}
{% macro source_array(declared) %}

    {% set place = declared.config.meta.get('array_in', {})
        .get(var(declared.source_name ~ '__connector', '')) %}
    {% if not place
        or declared.name in var(declared.source_name ~ '__tables', {}) %}
        {{ return({}) }}
    {% endif %}

    {% set path = place.split('.') %}
    {% for table in graph.sources.values()
        if table.source_name == declared.source_name and table.name == path[0] %}
        {{ return({'table': table, 'path': path[1:]}) }}
    {% endfor %}

{% endmacro %}


{# A spelling -> {name, type, others} of the real column that holds it, with
   {path, holder} when it is a field of JSON there; none when it is not there.
   `depth` is the number of arrays the row lies in. #}
{% macro found_column(real, spelling, depth) %}

    {% set name = spelling.lstrip('^') %}
    {% set level = depth - (spelling | length - name | length) %}
    {% if level > 0 %}
        {{ return({
            'name': 'element_' ~ level, 'type': 'text', 'others': [],
            'holder': 'text', 'path': '' if name == '.' else name,
        }) }}
    {% endif %}

    {% set parts = name.split('.', 1) %}
    {% if name | lower in real %}
        {{ return(real[name | lower]) }}
    {% elif parts | length == 2 and parts[0] | lower in real %}
        {% set holder = real[parts[0] | lower] %}
        {{ return(dict(
            holder, type='text', holder=holder.type, path=parts[1]
        )) }}
    {% endif %}
    {{ return(none) }}

{% endmacro %}


{# What read_table reads from: the raw table, or the elements of an array. #}
{% macro raw_rows(declared, relation, schema) %}

    {% set array = source_array(declared) %}
    {% set table = relation.incorporate(path={
        'schema': schema,
        'identifier': source_identifier(array.table or declared),
    }) %}
    {% if not array %}
        {{ return(table) }}
    {% endif %}

    {% set found = found_columns(array.table, schema) %}
    {% set rows %}(
        {{ array_elements(array.path, newest_rows(array.table, table, found), schema, table) }}
    ) as elements{% endset %}
    {{ return(rows) }}

{% endmacro %}


{# One row per element, the enclosing row and elements beside it. #}
{% macro array_elements(path, rows, schema, table) %}

    {% set real = {} %}
    {% for column in adapter.get_columns_in_relation(table) %}
        {% do real.update({column.name | lower: {
            'name': column.name, 'type': column.dtype | lower, 'others': []
        }}) %}
    {% endfor %}
    {% set column = found_column(real, path[0], 0) %}

    {% set nested = namespace(rows=rows, array=landed_one(column)) %}
    {% for field in path %}
        {% set nested.rows %}
            select
                holders_{{ loop.index }}.*,
                {{ json_array_to_rows(nested.array) }} as element_{{ loop.index }}

            from ({{ nested.rows }}) as holders_{{ loop.index }}
        {% endset %}
        {% if not loop.last %}
            {% set nested.array = json_text(
                'element_' ~ loop.index, path[loop.index]
            ) %}
        {% endif %}
    {% endfor %}
    {{ return(nested.rows) }}

{% endmacro %}


{# Of several versions of a row only the newest counts: an element that it no
   longer holds is gone. #}
{% macro newest_rows(declared, table, found) %}

    {% set settings = declared.config.meta %}
    {% set newest_by = settings.get('newest_by') %}
    {% if newest_by not in found %}
        {{ return('select * from ' ~ table) }}
    {% endif %}

    {% set version = dict(declared.columns[newest_by], name='array_version') %}
    {% set rows %}
        select * from (
            select
                versions.*,
                row_number() over (
                    partition by array_holder
                    order by {{ typed_value(declared, version, found[newest_by]) }} desc nulls last
                ) as array_version_number

            from (
                select
                    *,
                    {{ record_id(settings, found) }} as array_holder,
                    {{ landed_value(version, found[newest_by]) }} as array_version

                from {{ table }}
            ) as versions
        ) as ranked_versions

        where array_version_number = 1 and array_holder is not null
    {% endset %}
    {{ return(rows) }}

{% endmacro %}
