{{ failing_examples([
    ['Acme, Inc.', 'acme inc'],
    ['  ACME -- inc  ', 'acme inc'],
    ['Bob & Sons (UK)', 'bob sons uk'],
    ['M\u00fcller\u2019s', 'm\u00fcller\u2019s'],
    ['\u963f\u91cc (\u4e2d\u56fd)', '\u963f\u91cc \u4e2d\u56fd'],
    ['\u041e\u041e\u041e "\u0420\u043e\u0433\u0430"', '\u043e\u043e\u043e \u0440\u043e\u0433\u0430'],
    ['!!', none],
    ['', none],
    [none, none],
], words('given', ' ')) }}
