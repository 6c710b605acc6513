"""The README's promises that can be checked: its table is what the sample gives."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest
from project import ROOT

README = (ROOT / "README.md").read_text()


def without_frame(text: str) -> list[str]:
    """Lines without rulers, trailing blanks and the path of the database.

    A long path goes on a line of its own, so it is taken away before lines are.
    """
    text = re.sub(r"\s+in\s+\S+\.duckdb\.$", "", text.rstrip())
    lines = [line.rstrip() for line in text.splitlines()]
    return [line for line in lines if line and "──" not in line]


def test_the_readme_shows_the_table_that_the_sample_gives(sample):
    printed = subprocess.run(
        [sys.executable, ROOT / "tools" / "show_segments.py"],
        env=os.environ | {"CRM_SEGMENTS_DUCKDB": str(sample.duckdb_file)},
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    shown = re.search(r"```\n(.*?)```", README, re.DOTALL).group(1)

    assert without_frame(shown) == without_frame(printed)


@pytest.mark.parametrize("link", re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", README))
def test_the_readme_links_to_what_is_there(link):
    assert (ROOT / link).exists()


@pytest.mark.parametrize("table", re.findall(r"`(crm_\w+\.(?!duckdb)\w+)`", README))
def test_the_readme_names_tables_that_are_there(sample, table):
    sample.query(f"select * from {table} limit 1")
