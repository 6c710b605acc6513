"""The files that readers open: they see the former publication or the new one, whatever happens
to who writes it."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import duckdb
import publish
import pytest
from project import ROOT, csv_text

FIRST_DAY = date(2026, 6, 1)


class Reader(threading.Thread):
    """Reads every published table over and over; keeps what it saw, or why it could not.

    `versions` gives the versions that the tables of one publication tell of, from a connection to
    its DuckDB file and from its folder of Parquet files: there must be one.
    """

    def __init__(self, folder: Path, versions: Callable[[Path], set]):
        super().__init__(daemon=True)
        self.pointer = folder / "current"
        self.versions = versions
        self.seen: list = []
        self.wrong: list[str] = []
        self.stopped = threading.Event()

    def run(self) -> None:
        while not self.stopped.is_set():
            if not self.pointer.exists():
                continue
            try:
                found = self.versions(self.pointer.resolve())
            except Exception as error:  # whatever a reader meets is a fault of the publisher
                self.wrong.append(repr(error))
                return
            if len(found) != 1:
                self.wrong.append(f"read at once: {found}")
            self.seen += [*found]
            time.sleep(0.02)

    def __enter__(self) -> Reader:
        self.start()
        return self

    def __exit__(self, *_) -> None:
        self.stopped.set()
        self.join(timeout=60)


def made(database: Path, version: int) -> Path:
    """A database as a build leaves it, every row of it with its version."""
    with duckdb.connect(str(database)) as connection:
        connection.execute(f"""
            create schema if not exists crm_segments;
            create schema if not exists crm_serving;
            create or replace table crm_segments.current_build as
                select 'build-{version}' as build_id, date '2026-06-01' + {version} as as_of_on;
            create or replace table crm_serving.build_manifest as
                select 'build-{version}' as build_id, {version} as version;
            create or replace table crm_serving.contact_profiles as
                select range as contact_id, {version} as version from range(2000);
            create or replace table crm_serving.segment_overview as
                select range as segment_id, {version} as version from range(50);
            create or replace table crm_serving.segment_overview__dbt_tmp as
                select 0 as segment_id, -1 as version;
        """)
    return database


def made_versions(folder: Path) -> set:
    """The versions in every table of a publication of `made`, and their numbers of rows."""
    found = set()
    with duckdb.connect(str(folder / "serving.duckdb"), read_only=True) as connection:
        tables = connection.execute("select table_name from duckdb_tables() order by 1").fetchall()
        assert tables == [("build_manifest",), ("contact_profiles",), ("segment_overview",)]
        for name, rows in (("contact_profiles", 2000), ("segment_overview", 50)):
            for place in (f"crm_serving.{name}", f"'{folder}/{name}.parquet'"):
                found |= set(
                    connection.execute(f"""
                        select distinct version, count(*) over () = {rows} from {place}
                    """).fetchall()
                )
    return found


def test_readers_see_one_whole_publication_while_the_next_is_written(tmp_path):
    folder = tmp_path / "crm_published"
    with Reader(folder, made_versions) as reader:
        for version in range(12):
            publish.publish(made(tmp_path / "crm.duckdb", version), folder)
    assert reader.wrong == []
    assert {version for version, _ in reader.seen} <= set(range(12))
    assert all(whole for _, whole in reader.seen)
    assert len(set(reader.seen)) > 1, "the reader was too slow to see anything change"
    assert made_versions(folder / "current") == {(11, True)}
    assert len(list((folder / "builds").iterdir())) == publish.KEPT


def test_a_publisher_killed_anywhere_leaves_the_former_publication(tmp_path):
    folder = tmp_path / "crm_published"
    command = [sys.executable, str(ROOT / "tools/publish.py"), str(tmp_path / "crm.duckdb")]
    made(tmp_path / "crm.duckdb", 0)
    started = time.monotonic()
    subprocess.run(command, check=True)
    seconds = time.monotonic() - started
    chance = random.Random(6)

    with Reader(folder, made_versions) as reader:
        for version in range(1, 9):
            before = made_versions((folder / "current").resolve())
            made(tmp_path / "crm.duckdb", version)
            process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
            time.sleep(chance.uniform(0.3, 1.1) * seconds)
            process.send_signal(signal.SIGKILL)
            process.wait()
            assert made_versions((folder / "current").resolve()) in (before, {(version, True)})
        subprocess.run(command, check=True)

    assert reader.wrong == []
    assert made_versions(folder / "current") == {(8, True)}
    assert not list(folder.rglob(f"*{publish.PARTIAL}"))
    assert not list(folder.rglob("*.wal"))


def test_a_build_that_did_not_come_to_its_end_is_not_published(tmp_path):
    folder = tmp_path / "crm_published"
    database = tmp_path / "crm.duckdb"
    with pytest.raises(publish.NotPublishedError, match="there is no database"):
        publish.publish(database, folder)

    duckdb.connect(str(database)).close()
    with pytest.raises(publish.NotPublishedError, match="holds no whole build yet"):
        publish.publish(database, folder)

    made(database, 1)
    publish.publish(database, folder)
    with duckdb.connect(str(database)) as connection:
        connection.execute("update crm_segments.current_build set build_id = 'build-2'")
    with pytest.raises(publish.NotPublishedError, match="did not come to its end"):
        publish.publish(database, folder)
    assert made_versions(folder / "current") == {(1, True)}

    with publish.alone_in(folder), pytest.raises(publish.NotPublishedError, match="another"):
        publish.publish(made(database, 3), folder)
    assert made_versions(folder / "current") == {(1, True)}


# ---- whole builds ----


def arrive(raw: Path, version: int) -> str:
    """Writes the raw files of a version, which every contact bears as a name; its date."""
    day = (FIRST_DAY + timedelta(days=version)).isoformat()
    contacts = [
        {
            "contact_id": number,
            "email": f"person{number}@example.com",
            "first_name": "Ann",
            "last_name": f"Version {version}",
        }
        for number in range(200)
    ]
    orders = [
        {"order_id": number, "contact_id": number, "ordered_at": day, "total_amount": "20.00"}
        for number in range(200)
    ]
    for name, rows in (("contacts", contacts), ("orders", orders)):
        path = raw / "csv" / f"{name}.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(csv_text(rows))
    return day


def built_versions(folder: Path) -> set:
    """The versions that the tables of a real publication tell of."""
    with duckdb.connect(str(folder / "serving.duckdb"), read_only=True) as connection:
        found = set()
        for profiles, overview, manifest in (
            (
                "crm_serving.contact_profiles",
                "crm_serving.segment_overview",
                "crm_serving.build_manifest",
            ),
            *[
                tuple(
                    f"'{folder}/{name}.parquet'"
                    for name in ("contact_profiles", "segment_overview", "build_manifest")
                )
            ],
        ):
            found |= set(
                connection.execute(f"""
                    select last_name, as_of_on, count(*) from {profiles} group by all
                """).fetchall()
            )
            days = connection.execute(f"""
                select as_of_on from {overview}
                union select max(as_of_on) from {manifest}
            """).fetchall()
            assert days == [(as_of_on,) for _, as_of_on, _ in found], (days, found)
        return found


@pytest.mark.slow
def test_builds_killed_anywhere_leave_a_whole_publication(tmp_path):
    kills = int(os.environ.get("CRM_SEGMENTS_KILLS", "50"))
    raw = tmp_path / "raw"
    folder = tmp_path / "crm_published"

    def start(day: str) -> subprocess.Popen:
        clean = {k: v for k, v in os.environ.items() if not k.startswith(("CRM_SEGMENTS_", "DBT_"))}
        return subprocess.Popen(
            [sys.executable, str(ROOT / "tools/build.py"), "--raw", str(raw), "--as-of", day]
            + ["--db", str(tmp_path / "crm.duckdb")],
            env={
                **clean,
                "DBT_TARGET_PATH": str(tmp_path / "target"),
                "DBT_LOG_PATH": str(tmp_path / "logs"),
            },
            stdout=(tmp_path / "said").open("w"),
            stderr=subprocess.STDOUT,
        )

    def expected(version: int) -> set:
        return {(f"Version {version}", FIRST_DAY + timedelta(days=version), 200)}

    def build(version: int) -> float:
        started = time.monotonic()
        finished = start(arrive(raw, version))
        assert finished.wait() == 0, (tmp_path / "said").read_text()
        assert built_versions((folder / "current").resolve()) == expected(version)
        return time.monotonic() - started

    build(0)
    seconds = build(1)
    chance = random.Random(50)
    published = 1

    with Reader(folder, built_versions) as reader:
        for version in range(2, 2 + kills):
            process = start(arrive(raw, version))
            try:
                process.wait(timeout=chance.uniform(0.2, 1.05) * seconds)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            found = built_versions((folder / "current").resolve())
            assert found in (expected(published), expected(version)), found
            if found == expected(version):
                published = version
            if version % 10 == 0:
                # the next build repairs everything
                build(version)
                published = version
        build(2 + kills)

    assert reader.wrong == []
    assert len(set(reader.seen)) > 2
    assert not list(folder.rglob(f"*{publish.PARTIAL}"))
