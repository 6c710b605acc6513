"""Great Expectations at both doors: what it finds, in which words, and pages without a network."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import duckdb
import psycopg2
import pytest
from project import ROOT

pytest.importorskip(
    "great_expectations", reason="the optional requirements/quality.lock is not installed"
)

GOOD = """
    create schema if not exists raw_csv;
    create schema if not exists crm_serving;
    drop table if exists raw_csv.orders;
    drop table if exists crm_serving.contact_profiles;
    create table raw_csv.orders as
        select
            cast(n as varchar(9)) as order_id,
            case when n % 4 = 0 then 'shop' else 'online' end as channel,
            case when n % 2 = 0 then 'WELCOME' else '' end as coupon_code,
            '2026-06-' || cast(10 + n % 20 as varchar(2)) as ordered_at,
            n as _row
        from generate_series(1, 200) as numbers(n);
    create table crm_serving.contact_profiles as
        select
            cast(n as varchar(9)) as contact_id,
            cast(n % 5 as integer) as order_count,
            cast('2026-06-30' as date) as as_of_on
        from generate_series(1, 100) as numbers(n);
"""
BAD = """
    update raw_csv.orders set channel = 'kiosk' where order_id < '15';
    update raw_csv.orders set coupon_code = '';
    update raw_csv.orders set ordered_at = '2026-05-01';
    update raw_csv.orders set order_id = '7' where order_id > '3';
    delete from crm_serving.contact_profiles where order_count < 4;
"""


class Doors:
    """A database with one landed and one published table."""

    def __init__(self, folder: Path, server=None):
        self.folder = folder
        self.server = server
        self.settings = {"CRM_SEGMENTS_DUCKDB": str(folder / "crm.duckdb")}
        if server:
            server.sql("drop database if exists quality_alone with (force)")
            server.sql("create database quality_alone")
            self.settings |= server.environment("quality_alone")

    def sql(self, statements: str) -> None:
        if not self.server:
            with duckdb.connect(self.settings["CRM_SEGMENTS_DUCKDB"]) as connection:
                connection.execute(statements)
            return
        connection = psycopg2.connect(
            host=self.settings["CRM_SEGMENTS_PG_HOST"],
            port=self.settings["CRM_SEGMENTS_PG_PORT"],
            user=self.settings["CRM_SEGMENTS_PG_USER"],
            dbname="quality_alone",
        )
        connection.autocommit = True
        connection.cursor().execute(statements)
        connection.close()

    def check(self, *arguments: str) -> subprocess.CompletedProcess:
        clean = {k: v for k, v in os.environ.items() if not k.startswith("CRM_SEGMENTS_")}
        return subprocess.run(
            [sys.executable, "-m", "quality", "--to", str(self.folder / "quality"), *arguments]
            + ["--target", "postgres" if self.server else "duckdb"],
            cwd=ROOT,
            env=clean | self.settings,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )


@pytest.mark.slow
def test_what_differs_from_the_last_good_landing_is_named(engine, request, tmp_path):
    server = request.getfixturevalue("postgres_server") if engine == "postgres" else None
    doors = Doors(tmp_path, server)
    doors.sql(GOOD)

    first = doors.check()
    assert first.returncode == 0, first.stdout
    baseline = (tmp_path / "quality/baseline.json").read_text()
    assert json.loads(baseline)["landed csv/orders"]["rows"] == 200
    again = doors.check()
    assert again.returncode == 0, again.stdout
    assert " 0 not met" in again.stdout

    doors.sql(BAD)
    found = doors.check()
    assert found.returncode == 1
    for words in (
        "landed csv/orders: expect_column_values_to_be_in_set of channel",
        "such as kiosk",
        "landed csv/orders: expect_column_values_to_not_be_null of coupon_code",
        "landed csv/orders: expect_column_max_to_be_between of ordered_at (min_value 2026-06-29): "
        "2026-05-01",
        "landed csv/orders: expect_column_values_to_be_unique of order_id",
        "published contact_profiles: expect_table_row_count_to_be_between (min_value 50, "
        "max_value 350): 20",
        "make quality ACCEPT=yes",
    ):
        assert words in found.stdout, found.stdout
    assert "Traceback" not in found.stdout
    # the measure stays the last good one
    assert (tmp_path / "quality/baseline.json").read_text() == baseline
    verdict = json.loads((tmp_path / "quality/verdict.json").read_text())
    assert set(verdict["failures"]) == {"landed csv/orders", "published contact_profiles"}

    pages = list((tmp_path / "quality/docs").rglob("*.html"))
    assert len(pages) > 3
    for page in pages:
        html = page.read_text()
        assert not re.search(r"<(link|script|img|iframe)[^>]*https?://", html), page
    index = (tmp_path / "quality/docs/index.html").read_text()
    assert "2 of 2 tables are not as expected." in index
    for link in re.findall(r'href="([^"]+)"', index):
        assert (tmp_path / "quality/docs" / link.replace("%20", " ")).is_file()

    accepted = doors.check("--accept", "yes")
    assert accepted.returncode == 0
    # its keys are bad by any measure
    kept = doors.check()
    assert "expect_column_values_to_be_unique" in kept.stdout
    assert "expect_column_max_to_be_between" not in kept.stdout
