{# Rows that lack a value in one of some columns. Where a model has a contract, its constraints say this. #}
{% test never_null(model, columns) %}

select {{ columns | join(', ') }}

from {{ model }}

where
    {%- for column in columns %}
    {% if not loop.first %}or {% endif %}{{ column }} is null
    {%- endfor %}

{% endtest %}
