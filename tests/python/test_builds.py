"""What every build promises: the same input gives the same tables, today and tomorrow, from
nothing or over yesterday's, on one engine as on the other; parts can be built by themselves."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from project import ROOT, SAMPLE_AS_OF, Project

# What is known of a build itself: its id, its time, the build before it.
OF_THE_BUILD = {
    "crm_segments.current_build",
    "crm_segments.publication_comparisons",
    "crm_serving.build_counts",
    "crm_serving.build_manifest",
}
LAYERS = (
    "crm_intermediate",
    "crm_state",
    "crm_core",
    "crm_features",
    "crm_segments",
    "crm_serving",
)

# Which build wrote a row and when is never the same twice.
OF_THE_BUILD = {"build_id", "recorded_at"}
OF_THE_BUILD |= {"opened_build_id", "opened_at", "closed_build_id", "closed_at"}


def as_text(value) -> str:
    """A value as both engines print it: decimals and floats to six places."""
    if isinstance(value, (Decimal, float)):
        return f"{Decimal(str(value)):.6f}"
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    return str(value)


def tables(project: Project) -> list[str]:
    rows = project.query(f"""
        select table_schema || '.' || table_name as name
        from information_schema.tables
        where table_schema in {LAYERS}
        order by name
    """)
    return [row["name"] for row in rows if row["name"] not in OF_THE_BUILD]


def contents(project: Project, table: str) -> list[tuple]:
    rows = project.query(f"select * from {table}")
    return sorted(
        tuple((k, as_text(row[k])) for k in sorted(row) if k not in OF_THE_BUILD) for row in rows
    )


def differences(one: Project, other: Project) -> dict[str, tuple]:
    """Tables whose rows differ, with one row of each side that the other has not."""
    assert tables(one) == tables(other)
    found = {}
    for table in tables(one):
        left, right = contents(one, table), contents(other, table)
        if left != right:
            found[table] = (
                len(left),
                len(right),
                next(iter(set(left) - set(right)), None),
                next(iter(set(right) - set(left)), None),
            )
    return found


def test_every_unit_test_passes(sample, tmp_path):
    # on a copy: the sample is read by others
    copy = Project(tmp_path / "copy", sample.raw, as_of=SAMPLE_AS_OF)
    copy.duckdb_file.write_bytes(sample.duckdb_file.read_bytes())

    result = copy.run("test", "--select", "test_type:unit")

    assert result.success, result.message
    assert len(result.nodes) > 100


@pytest.mark.slow
@pytest.mark.postgres
def test_postgres_gives_the_same_rows_as_duckdb(sample, make_project):
    postgres = make_project(ROOT / "data" / "sample", engine="postgres", as_of=SAMPLE_AS_OF)

    result = postgres.build(data_tests=True, unit_tests=True)

    assert result.success, result.message
    assert differences(sample, postgres) == {}


@pytest.mark.slow
def test_the_same_day_twice_and_from_nothing_changes_nothing(sample, make_project):
    project = make_project(ROOT / "data" / "sample", as_of=SAMPLE_AS_OF)
    assert project.build(data_tests=False).success
    assert differences(sample, project) == {}

    assert project.build(data_tests=False).success
    assert differences(sample, project) == {}

    project.delete_database()
    assert project.build(data_tests=False).success
    assert differences(sample, project) == {}


def test_compile_and_docs_work_before_anything_is_built(make_project):
    project = make_project({})

    compiled = project.run("compile")
    assert compiled.success, compiled.message

    documented = project.run("docs", "generate", "--empty-catalog")
    assert documented.success, documented.message


@pytest.mark.slow
@pytest.mark.parametrize("folder", ["staging", "marts.core", "marts.features", "marts.segments"])
def test_one_folder_can_be_built_by_itself(sample, tmp_path, folder):
    # on a copy: the sample is read by others
    copy = Project(tmp_path / "copy", sample.raw, as_of=SAMPLE_AS_OF)
    copy.duckdb_file.write_bytes(sample.duckdb_file.read_bytes())

    result = copy.build(folder)

    assert result.success, result.message
    assert differences(sample, copy) == {}
