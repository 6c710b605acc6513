"""examples/own_project: somebody's own dbt project with this one as a package.

It points the source variables at a schema of its own, brings its own segments in its own seeds,
replaces a macro by dispatch, moves a layer to another schema and switches one off.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from project import ROOT

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def database(tmp_path_factory) -> Path:
    """The database of the example, built as its README says, data tests included."""
    folder = tmp_path_factory.mktemp("example")
    shutil.copytree(
        ROOT / "examples" / "own_project",
        folder / "own_project",
        ignore=shutil.ignore_patterns("dbt_packages", "target", "logs", "*.duckdb", "*-lock.yml"),
    )
    packages = folder / "own_project" / "packages.yml"
    packages.write_text(packages.read_text().replace("../..", str(ROOT)))
    for command in (
        ["deps"],
        ["run-operation", "land_tables"],
        ["build", "--exclude-resource-type", "unit_test"],
    ):
        dbt(folder / "own_project", folder / "bean_club.duckdb", *command)
    return folder / "bean_club.duckdb"


def dbt(project: Path, database: Path, *command: str) -> None:
    """Runs dbt in the project; the test fails with what it said when it fails."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CRM_")}
    finished = subprocess.run(
        [str(Path(sys.executable).parent / "dbt"), "--no-use-colors", *command],
        cwd=project,
        env={**kept, "BEAN_CLUB_DUCKDB": str(database), "DO_NOT_TRACK": "1"},
        capture_output=True,
        text=True,
    )
    assert finished.returncode == 0, finished.stdout[-5000:] + finished.stderr


def rows(database: Path, sql: str) -> list[tuple]:
    """The rows of a query."""
    with duckdb.connect(str(database), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def test_its_own_segments_are_built_and_not_the_packages(database):
    assert rows(
        database,
        "select segment_id, first_name from beans_marketing.segment_memberships "
        "inner join beans_core.contacts using (contact_id) order by all",
    ) == [("big_spenders", "Ann"), ("londoners", "Ann")]


def test_its_tables_are_read_where_they_are_under_its_names(database):
    assert rows(database, "select first_name, email from beans_core.contacts order by all") == [
        ("Ann", "ann@example.com"),
        ("Ben", "ben@example.com"),
        ("Cleo", "cleo@example.com"),
    ]


def test_its_macro_replaces_the_packages(database):
    assert rows(database, "select city from beans_core.contacts where first_name = 'Ben'") == [
        (None,)
    ]


def test_a_layer_is_moved_and_another_is_off(database):
    schemas = {
        name for (name,) in rows(database, "select distinct schema_name from duckdb_tables()")
    }
    assert "beans_marketing" in schemas
    assert not schemas & {"beans_segments", "beans_serving"}


def test_its_own_model_reads_the_packages(database):
    assert rows(database, "select first_name from beans.tasting_guests") == [("Ann",)]
