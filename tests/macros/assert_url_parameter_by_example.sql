{{ failing_examples([
    ['https://example.com/?utm_source=news', 'news'],
    ['https://example.com/?a=1&utm_source=news+letter&b=2', 'news letter'],
    ['https://example.com/?utm_source=spring%20sale#top', 'spring sale'],
    ['https://example.com/?utm_source=', none],
    ['https://example.com/?my_utm_source=x', none],
    ['https://example.com/#utm_source=x', none],
    ['https://example.com/', none],
    ['', none],
    [none, none],
], url_parameter('given', 'utm_source')) }}
