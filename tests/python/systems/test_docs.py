"""docs/sources says what the switchboard and the variables really do."""

from __future__ import annotations

import pytest
from source_matrix import PAGE, SWITCHBOARD, matrix, source_feeds, with_matrix

FEEDS = source_feeds(SWITCHBOARD.read_text())
SYSTEMS = sorted({system for fed_by in FEEDS.values() for system in fed_by})


def test_the_table_of_what_each_system_fills_is_the_switchboard():
    page = PAGE.read_text()

    assert page == with_matrix(page, matrix(FEEDS)), "run python tools/source_matrix.py"


def test_a_system_more_is_a_column_more():
    feeds = {"contacts": {"csv": ["a"]}, "orders": {"csv": ["b"], "till": ["c"]}}

    assert matrix(feeds).splitlines() == [
        "|  | csv | till |",
        "| --- | :-: | :-: |",
        "| contacts | ● |  |",
        "| orders | ● | ● |",
    ]


@pytest.mark.parametrize("system", SYSTEMS)
def test_every_system_has_a_page_that_is_linked(system):
    assert (PAGE.parent / f"{system}.md").exists()
    assert f"]({system}.md)" in PAGE.read_text()
