-- the operands as sums of whole numbers, which are of another type on Postgres
{{ failing_examples([
    ['7 2', '3'],
    ['-7 2', '-3'],
    ['6 2', '3'],
    ['1 2', '0'],
    ['0 2', '0'],
    ['66667 6', '11111'],
    ['9007199254740993 1', '9007199254740993'],
    ['5 0', none],
    [none, none],
], whole_quotient(
    "sum(cast(split_part(given, ' ', 1) as " ~ dbt.type_bigint() ~ ")) over (partition by given)",
    "nullif(sum(cast(split_part(given, ' ', 2) as " ~ dbt.type_bigint()
        ~ ")) over (partition by given), 0)"
)) }}
