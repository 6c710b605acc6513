"""The table that ends a build, from databases made by hand."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from project import ROOT

OVERVIEW = """
    create schema crm_serving;
    create schema crm_core;
    create table crm_core.contacts as select range as contact_id from range(1234);
    create table crm_core.orders as select range as order_id from range(5678);
    create table crm_core.rejected_records as
        select range as row_number, range < 9 as is_row_rejected from range(11);
    create table crm_serving.segment_overview (
        segment_id text, segment_name text, members bigint, share_of_contacts double,
        revenue_12m decimal(28, 4), reporting_currency text, action text, owner text,
        as_of_on date
    );
"""


def show(database: Path) -> subprocess.CompletedProcess:
    """Runs the tool on a DuckDB file, without a terminal."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith("CRM_SEGMENTS_")}
    return subprocess.run(
        [sys.executable, str(ROOT / "tools" / "show_segments.py")],
        env={**clean, "CRM_SEGMENTS_DUCKDB": str(database)},
        capture_output=True,
        text=True,
    )


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A database with two segments, the larger one defined second."""
    file = tmp_path / "segments.duckdb"
    with duckdb.connect(str(file)) as connection:
        connection.execute(OVERVIEW)
        connection.execute(
            "insert into crm_serving.segment_overview values "
            "('b', 'Small [bold]', 12, 0.00972, null, 'EUR', 'Call', 'Sales', '2026-06-30'), "
            "('a', 'Large', 1200, 0.97245, 1234567.5, 'EUR', ?, 'CRM team', '2026-06-30')",
            ["Send the long series of letters, one a week, until each of them has answered"],
        )
    return file


def test_segments_are_listed_largest_first_with_numbers_and_currency(database):
    printed = show(database).stdout
    large, small = printed.index("Large"), printed.index("Small [bold]")
    assert large < small
    for words in ("1,200", "97.2 %", "1,234,568 EUR", "CRM team", "1.0 %", "0 EUR"):
        assert words in printed


def test_the_line_under_it_says_what_it_was_made_from(database):
    printed = show(database).stdout
    assert (
        "1,234 contacts, 5,678 orders, 9 rejected rows, 2 unusable values, "
        "as of 2026-06-30." in printed
    )
    assert "crm_core.rejected_records" in printed


def test_it_fits_a_hundred_columns_and_needs_no_colour(database):
    printed = show(database).stdout
    assert max(map(len, printed.splitlines())) <= 100
    assert "\x1b" not in printed
    assert "until each of them" in " ".join(printed.split())


def test_the_file_stays_as_it_was(database):
    before = database.read_bytes()
    show(database)
    assert database.read_bytes() == before


def test_no_database_is_said(tmp_path):
    finished = show(tmp_path / "none.duckdb")
    assert finished.returncode == 1
    assert finished.stderr == f"There is no database {tmp_path / 'none.duckdb'} yet. " + (
        "Build it: make build\n"
    )
    assert not (tmp_path / "none.duckdb").exists()


def test_a_database_without_published_segments_is_said(tmp_path):
    file = tmp_path / "empty.duckdb"
    duckdb.connect(str(file)).close()
    finished = show(file)
    assert finished.returncode == 1
    assert "holds no published segments yet" in finished.stderr
    assert "Traceback" not in finished.stderr


def test_no_active_segment_is_said(tmp_path):
    file = tmp_path / "none_active.duckdb"
    with duckdb.connect(str(file)) as connection:
        connection.execute(OVERVIEW)
    finished = show(file)
    assert finished.returncode == 1
    assert "No segment is active." in finished.stderr
    assert "seeds/segments/segment_definitions.csv" in finished.stderr
