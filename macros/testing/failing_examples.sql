{#
    A macro tested by example: the rows where `expression`, SQL over the column
    `given`, does not come out as expected. `examples` is a list of pairs of
    texts [given, expected]; none is null. What is not text is compared as the
    engine writes it: 12.5000, true, 2025-12-31 10:00:00. `joins` joins
    `examples` to what the expression looks up.
#}
{% macro failing_examples(examples, expression, joins='') %}

    {%- set text = dbt.type_string() -%}
    {%- set rows = [] -%}
    {%- for given, expected in examples -%}
        {%- do rows.append({'given': given, 'expected': expected}) -%}
    {%- endfor %}

with

examples as (
    {{ literal_rows(rows, {'given': text, 'expected': text}) }}

),

computed as (

    select
        examples.given,
        examples.expected,
        cast({{ expression }} as {{ text }}) as actual

    from examples

    {{ joins }}

)

select * from computed

where
    actual != expected
    or (actual is null and expected is not null)
    or (actual is not null and expected is null)

{% endmacro %}
