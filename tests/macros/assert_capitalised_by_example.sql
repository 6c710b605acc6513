{{ failing_examples([
    ['ANN', 'Ann'],
    ['ann', 'Ann'],
    ["O'HARA", "O'Hara"],
    ['anna-lena', 'Anna-Lena'],
    ['m\u00dcLLER', 'M\u00fcller'],
    ['\u00e9lodie', '\u00c9lodie'],
    ['\u0438\u0432\u0430\u043d', '\u0418\u0432\u0430\u043d'],
    ['j.r.', 'J.R.'],
    ["'t", "'T"],
    ['\u963f\u91cc', '\u963f\u91cc'],
    ['', ''],
    [none, none],
], capitalised('given')) }}
