{{ failing_examples([
    ['acme.example', 'acme.example'],
    ['ACME.Example', 'acme.example'],
    ['www.acme.example', 'acme.example'],
    ['https://www.acme.example/', 'acme.example'],
    ['http://acme.example/shop?x=1', 'acme.example'],
    ['https://shop.acme.example:8080', 'shop.acme.example'],
    ['acme.example?utm=1', 'acme.example'],
    ['info@acme.example', 'acme.example'],
    ['https://acme.example/@team', 'acme.example'],
    ['wwwidgets.example', 'wwwidgets.example'],
    ['', none],
    [none, none],
], clean_domain('given')) }}
