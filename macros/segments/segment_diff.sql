{#
    dbt run-operation segment_diff: who would enter and leave each segment when
    the seeds in seeds/segments/ change from `before` to `after`, on the
    features as they were last built. `make segment-diff` calls it.

    before, after: {segment_definitions, segment_rules, segment_overrides,
        static_lists: [{column: cell, line}]}; a seed left out is taken as it
        was last loaded.
    Logs a line of JSON: segment_diff: {features_as_of, as_of, segments:
        {segment_id: {before, after: cells}}, rows}. Only reads.
#}
{% macro segment_diff(before={}, after={}, sample_size=5) %}

    {% set features_as_of = run_query(
        "select max(as_of_on) from " ~ ref('contact_features')
    ).columns[0].values()[0] | string %}
    {% set answer = {'as_of': as_of_text(), 'features_as_of': features_as_of} %}

    {# rules that speak of days are right on the day of the features only #}
    {% if features_as_of == as_of_text() %}
        {% set sides = {} %}
        {% set segments = {} %}
        {% for name, lines in {'before': before, 'after': after}.items() %}
            {% for seed_name, seed_lines in lines.items() if seed_lines %}
                {% do check_seed_columns(
                    seed_name,
                    graph.nodes['seed.' ~ project_name ~ '.' ~ seed_name],
                    seed_lines[0] | reject('equalto', 'line') | list
                ) %}
            {% endfor %}
            {% set book = segment_book(lines=lines) %}
            {% do sides.update({name: {'lines': lines, 'book': book}}) %}
            {% for segment in book.segments %}
                {% do segments.setdefault(segment.segment_id, {}).update(
                    {name: segment_cells(segment)}
                ) %}
            {% endfor %}
        {% endfor %}

        {% set rows = [] %}
        {% for row in run_query(segment_diff_sql(sides, sample_size)).rows %}
            {% set cells = {} %}
            {% for name, cell in row.items() %}
                {% do cells.update({name | lower: none if cell is none else cell | string}) %}
            {% endfor %}
            {% do rows.append(cells) %}
        {% endfor %}
        {% do answer.update({'segments': segments, 'rows': rows}) %}
    {% endif %}

    {% do log('segment_diff: ' ~ tojson(answer), info=true) %}

{% endmacro %}


{# What a definition says, without what was worked out from it. #}
{% macro segment_cells(segment) %}
    {% set cells = {} %}
    {% for name, cell in segment.items()
        if name in definition_columns() or name == 'rules_in_words' %}
        {% do cells.update({name: none if cell is none else cell | string}) %}
    {% endfor %}
    {{ return(cells) }}
{% endmacro %}


{% macro definition_columns() %}
    {{ return(
        graph.nodes['seed.' ~ project_name ~ '.segment_definitions'].columns | list
    ) }}
{% endmacro %}
