{# dbt run-operation, at the end of `make backtest`: what was computed on the way. #}
{% macro drop_backtest_schemas() %}
    {% for layer in [
        'intermediate', 'core', 'features', 'segments', 'seeds'
    ] %}
        {% do adapter.drop_schema(api.Relation.create(
            database=target.database, schema=target.schema ~ '_backtest_' ~ layer
        )) %}
    {% endfor %}
    {% do adapter.commit() if adapter.commit is defined %}
{% endmacro %}
