{{ failing_examples([
    ['1999 usd', '19.9900'],
    ['1999 EUR', '19.9900'],
    ['500 jpy', '500.0000'],
    ['1234 KWD', '1.2340'],
    ['500 isk', '5.0000'],
    ['-250 usd', '-2.5000'],
    ['0 usd', '0.0000'],
    [none, none],
], stripe_amount(
    "cast(split_part(given, ' ', 1) as " ~ dbt.type_bigint() ~ ')', "split_part(given, ' ', 2)"
)) }}
