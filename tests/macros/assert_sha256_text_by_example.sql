{{ failing_examples([
    ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    ['Ä\'$', '0c8f0143f544f93253161042077cea39fffb8c43bc85c2ffbdb1f990d344b253'],
], sha256_text('given')) }}
