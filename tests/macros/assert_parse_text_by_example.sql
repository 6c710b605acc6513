-- Blanks of every kind go from the ends only; the text itself is not touched.
{{ failing_examples([
    ['plain', 'plain'],
    ['  two  words ', 'two  words'],
    ['\t\r\n tabbed \n', 'tabbed'],
    ['\u00a0no-break\u00a0', 'no-break'],
    ['\ufeffbyte order mark', 'byte order mark'],
    ['\u200bzero\u200bwidth\u200b', 'zero\u200bwidth'],
    ['', none],
    [' \t\u00a0\u200b\ufeff', none],
    [none, none],
    ['null', 'null'],
    ['NaN', 'NaN'],
    ["Robert'); drop table orders;--", "Robert'); drop table orders;--"],
    ['"quoted", and; so \\ on', '"quoted", and; so \\ on'],
    ['\U0001f600 smile', '\U0001f600 smile'],
    ['\u05e9\u05dc\u05d5\u05dd \u200f', '\u05e9\u05dc\u05d5\u05dd \u200f'],
    ['x' * 10000, 'x' * 10000],
], parse_text('given')) }}
