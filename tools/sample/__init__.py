"""The sample company: one invented world, written as the raw files of many systems.

`world` holds what is true (people, companies, orders, behaviour), `roster` says how
one system knows these people (records, duplicates, spellings), and each module in
`writers` turns world and roster into the raw files of one system. Everything follows
from `settings.SEED`; no clock, no network. Run `python -m tools.sample`.
"""
