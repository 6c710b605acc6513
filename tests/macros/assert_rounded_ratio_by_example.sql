{{ failing_examples([
    ['10 3', '3.3333'],
    ['20 3', '6.6667'],
    ['0.0001 2', '0.0001'],
    ['0.0003 2', '0.0002'],
    ['19.99 1', '19.9900'],
    ['0 5', '0.0000'],
    ['1 8', '0.1250'],
    ['99999999999.9999 3', '33333333333.3333'],
    ['5 0', none],
    [none, none],
], rounded_ratio(
    "sum(cast(split_part(given, ' ', 1) as " ~ type_money() ~ ")) over (partition by given)",
    "sum(cast(split_part(given, ' ', 2) as " ~ dbt.type_bigint() ~ ")) over (partition by given)"
)) }}
