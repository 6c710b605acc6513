"""The commands a person types, and what they say when something is wrong."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path

import build
import duckdb
import pytest
from project import ROOT, SAMPLE_AS_OF

CONTACTS = "contact_id,email\n1,ann@example.com\n2,bob@example.com\n"
ORDERS = "order_id,contact_id,ordered_at,total_amount\n10,1,2026-06-01,20.00\n"


def make(*arguments: str, folder: Path, **variables: str) -> subprocess.CompletedProcess:
    """Runs make in the repository, its output and databases in a folder; text of both streams."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("CRM_SEGMENTS_", "DBT_"))}
    return subprocess.run(
        # The environment the tests run in is the one to use: none is made.
        ["make", "--old-file=.venv/run.stamp", "--old-file=.venv/dev.stamp", *arguments],
        cwd=ROOT,
        env={
            **clean,
            "CRM_SEGMENTS_DUCKDB": str(folder / "default.duckdb"),
            "DBT_TARGET_PATH": str(folder / "target"),
            "DBT_LOG_PATH": str(folder / "logs"),
            **variables,
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    """The two files a company needs."""
    folder = tmp_path / "acme" / "csv"
    folder.mkdir(parents=True)
    (folder / "contacts.csv").write_text(CONTACTS)
    (folder / "orders.csv").write_text(ORDERS)
    return folder.parent


def test_a_build_does_not_begin_while_quality_says_no(tmp_path):
    folder = tmp_path / "crm_quality"
    assert build.verdict_of_quality(folder) is None
    folder.mkdir()
    verdict = folder / "verdict.json"
    verdict.write_text('{"failures": {"published contact_profiles": ["fewer rows"]}}')
    assert build.verdict_of_quality(folder) is None
    verdict.write_text('{"failures": {"landed csv/orders": ["half of the rows"]}}')
    said = build.verdict_of_quality(folder)
    assert "csv/orders: half of the rows" in said
    assert "make quality ACCEPT=yes" in said


def test_make_alone_lists_every_command(tmp_path):
    listed = make(folder=tmp_path).stdout
    commands = [
        "segment-diff",
        "build",
        "check",
        "lint",
        "rules",
        "test",
        "test-quick",
        "docs",
        "clean",
        "identity-accuracy",
        "quality",
        "backtest",
        "backup",
        "restore",
        "backfill",
        "erase",
    ]
    for command in [*commands, "help"]:
        assert f"  make {command} " in listed


@pytest.mark.slow
def test_make_build_prints_the_segments_of_the_sample(tmp_path):
    finished = make("build", folder=tmp_path)
    assert finished.returncode == 0, finished.stdout
    lines = finished.stdout.splitlines()
    assert max(map(len, lines)) <= 100
    assert "\x1b" not in finished.stdout
    for words in ("Reward loyal", "Members", "Revenue", "Owner", SAMPLE_AS_OF):
        assert words in finished.stdout
    assert len(lines) < 40


@pytest.mark.slow
def test_make_build_takes_a_folder_of_ones_own(tmp_path, raw):
    database = tmp_path / "mine.duckdb"
    finished = make("build", f"RAW={raw}", f"DB={database}", "AS_OF=2026-06-30", folder=tmp_path)
    assert finished.returncode == 0, finished.stdout
    assert (
        "2 contacts, 1 orders, 0 rejected rows, 0 unusable values, as of 2026-06-30."
        in finished.stdout
    )
    with duckdb.connect(str(database), read_only=True) as connection:
        assert connection.sql("select count(*) from crm_core.contacts").fetchone() == (2,)


@pytest.mark.slow
def test_a_missing_column_is_the_first_thing_said(tmp_path, raw):
    (raw / "csv" / "orders.csv").write_text("order_id,contact_id,ordered_at\n10,1,2026-06-01\n")
    finished = make("build", f"RAW={raw}", f"DB={tmp_path / 'x.duckdb'}", folder=tmp_path)
    assert finished.returncode != 0
    said = [line for line in finished.stdout.splitlines() if line.strip()]
    assert said[0] == "The build stopped:"
    assert "raw_csv.orders" in said[1] and "`total_amount`" in said[1], finished.stdout
    assert "Traceback" not in finished.stdout
    assert "in macro" not in finished.stdout


@pytest.mark.slow
def test_a_database_open_elsewhere_is_named_with_the_remedy(tmp_path, raw):
    database = tmp_path / "open.duckdb"
    with duckdb.connect(str(database)):
        finished = make("build", f"RAW={raw}", f"DB={database}", folder=tmp_path)
    assert finished.returncode != 0
    assert "Another program has the database open." in finished.stdout
    assert "make build DB=other.duckdb" in finished.stdout


def test_a_folder_that_is_not_there_is_said_before_dbt_starts(tmp_path):
    finished = make("build", f"RAW={tmp_path / 'nowhere'}", folder=tmp_path)
    assert finished.returncode != 0
    assert f"RAW names the folder '{tmp_path / 'nowhere'}', and there is none." in finished.stdout
    assert not (tmp_path / "target").exists()


@pytest.mark.parametrize(
    ("raw_argument", "db_argument", "database"),
    [
        ("", "", "crm.duckdb"),
        ("data/sample", "", "crm.duckdb"),
        ("data/sample/", "", "crm.duckdb"),
        ("{raw}", "", "acme.duckdb"),
        ("{raw}/", "", "acme.duckdb"),
        ("{raw}", "other.duckdb", "other.duckdb"),
    ],
)
def test_each_raw_folder_has_a_database_of_its_own(
    raw, monkeypatch, raw_argument, db_argument, database
):
    monkeypatch.delenv("CRM_SEGMENTS_DUCKDB", raising=False)
    # monkeypatch puts back what prepare_environment sets
    for name in ("CRM_SEGMENTS_RAW", "CRM_SEGMENTS_TARGET", "CRM_SEGMENTS_AS_OF", "DO_NOT_TRACK"):
        monkeypatch.setenv(name, "")
    arguments = argparse.Namespace(
        raw=raw_argument.format(raw=raw), db=db_argument, as_of="", target="duckdb"
    )
    assert build.prepare_environment(arguments) is None
    assert os.environ.pop("CRM_SEGMENTS_DUCKDB", "crm.duckdb") == database


def test_an_old_python_is_refused_with_the_remedy(tmp_path):
    shutil.copy(ROOT / "Makefile", tmp_path)
    shutil.copytree(ROOT / "requirements", tmp_path / "requirements")
    old = tmp_path / "python-3.9"
    pretend = "import sys; sys.version_info = (3, 9, 2); exec(sys.argv[1])"
    old.write_text(f'#!/bin/sh\nexec {sys.executable} -c "{pretend}" "$2"\n')
    old.chmod(0o755)
    finished = subprocess.run(
        ["make", "build", f"PYTHON={old}"], cwd=tmp_path, capture_output=True, text=True
    )
    assert finished.returncode != 0
    assert f"Python 3.11 or newer is needed, and {old} is 3.9." in finished.stderr
    assert "make build PYTHON=/path/to/python3" in finished.stderr
    assert not (tmp_path / ".venv").exists()


def test_no_python_at_all_is_said(tmp_path):
    shutil.copy(ROOT / "Makefile", tmp_path)
    shutil.copytree(ROOT / "requirements", tmp_path / "requirements")
    finished = subprocess.run(
        ["make", "build", "PYTHON=no-such-python"], cwd=tmp_path, capture_output=True, text=True
    )
    assert finished.returncode != 0
    assert "Python 3.11 or newer is needed, and there is no no-such-python." in finished.stdout


@pytest.mark.parametrize(
    ("message", "tidied"),
    [
        (
            "\x1b[31mCompilation Error in operation x (./dbt_project.yml)\n"
            "  The table is missing.\n  \n  > in macro a (macros/a.sql)\n"
            "  > called by operation x\x1b[0m",
            "The table is missing.",
        ),
        (
            "Runtime Error in model m (models/m.sql)\n  Binder Error: no column x\n"
            "  compiled code at target/m.sql",
            "Binder Error: no column x",
        ),
        ("Got 3 results, configured to fail if != 0", "Got 3 results, configured to fail if != 0"),
        ("Compilation Error\n  First.\n    Second.", "First.\n  Second."),
    ],
)
def test_messages_lose_dbts_wrapping_and_nothing_else(message, tidied):
    assert build.tidy(message) == tidied


def test_the_two_locks_agree():
    pins = {}
    for lock in ("run", "dev"):
        lines = (ROOT / "requirements" / f"{lock}.lock").read_text().splitlines()
        pins[lock] = {line.split(" ")[0] for line in lines if line[:1].isalpha()}
        assert not any("://" in line or "--index" in line for line in lines)
    assert pins["run"] <= pins["dev"]
