{{ failing_examples([
    ['Ann@Example.COM', 'ann@example.com'],
    ['mailto:ann@example.com', 'ann@example.com'],
    ['Ann Lee <ann@example.com>', 'ann@example.com'],
    ['"Lee, Ann" <Ann@Example.com> (work)', 'ann@example.com'],
    ['<ann@example.com>', 'ann@example.com'],
    ['ann\u200b@example.com\u200e', 'ann@example.com'],
    ['ann', 'ann'],
    ['', ''],
    [none, none],
], clean_email('given')) }}
