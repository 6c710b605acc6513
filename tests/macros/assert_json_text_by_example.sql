{{ failing_examples([
    ['{"customer": {"email": "a@b.c"}}', 'a@b.c'],
    ['{"customer": {"email": 12}}', '12'],
    ['{"customer": {"email": true}}', 'true'],
    ['{"customer": {"email": "it\u0027s \\"quoted\\"; done"}}', 'it\u0027s "quoted"; done'],
    ['{"customer": {"email": null}}', none],
    ['{"customer": {"e mail": "x"}}', none],
    ['{"customer": null}', none],
    ['[]', none],
    ['{}', none],
    ['not json', none],
    ['', none],
    [none, none],
], json_text('given', 'customer.email')) }}
