"""The loader that puts raw files into PostgreSQL as DuckDB would read them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import polars
import pytest
from load_raw import LoadError
from project import Project

pytestmark = pytest.mark.postgres

CONTACTS = b"contact_id,email,note\n1,ann@example.com,plain\n2,,\n"


@pytest.fixture
def load(make_project):
    """load(raw) -> a project whose raw files are in its database."""

    def loaded(raw) -> Project:
        project = make_project(raw, engine="postgres")
        assert project.load().success
        return project

    return loaded


def rows(project: Project, table: str) -> list[tuple]:
    """A raw table's rows in the order of the file."""
    return [
        tuple(row.values()) for row in project.query(f"select * from raw_csv.{table} order by _row")
    ]


def test_cells_arrive_as_they_are_read_on_duckdb(load, make_project):
    raw = {
        "contacts": (
            b'\xef\xbb\xbfcontact_id,email,"the ""note"", long"\r\n'
            b'1,\\N,"two\r\nlines; and, a comma"\r\n'
            b'2,NULL,"a ""quoted"" word"\r\n'
            b"\\.,,\r\n"
            b"0004,'x, blank \r\n"
        )
    }
    on_postgres = load(raw)
    on_duckdb = make_project(raw)
    assert on_duckdb.run("run-operation", "load_raw_files").success
    assert rows(on_postgres, "contacts") == rows(on_duckdb, "contacts")
    assert len(rows(on_postgres, "contacts")) == 4
    assert rows(on_postgres, "contacts")[0][:2] == ("1", "\\N")
    assert rows(on_postgres, "contacts")[2][0] == "\\."


def test_lines_that_cannot_be_read_are_kept_with_the_reason(load):
    project = load({"contacts": b"contact_id,email\n1,a@example.com\n2\n3,x,y\n4,b@example.com\n"})
    assert [row[0] for row in rows(project, "contacts")] == ["1", "4"]
    assert project.query(
        "select file_name, line_number, problem from raw_files.unreadable_lines order by 2"
    ) == [
        {"file_name": "csv/contacts.csv", "line_number": 3, "problem": "too few columns"},
        {"file_name": "csv/contacts.csv", "line_number": 4, "problem": "too many columns"},
    ]


def test_parquet_columns_keep_their_types(load):
    frame = polars.DataFrame(
        {
            "order_id": [1, None],
            "amount": [Decimal("12.50"), None],
            "ok": [True, None],
            "day": [date(2026, 1, 2), None],
            "at": [datetime(2026, 1, 2, 3, 4, 5, 678901), None],
            "zoned": [datetime(2026, 1, 2, 3, 4, tzinfo=UTC), None],
            "words": ["", None],
            "tags": [["a", "b"], None],
            "share": [0.1, None],
        },
        schema_overrides={"amount": polars.Decimal(10, 2)},
    )
    project = load({"contacts": CONTACTS, "orders.parquet": frame})
    first, second = project.query("select * from raw_csv.orders order by _row")
    assert first == {
        "order_id": 1,
        "amount": Decimal("12.50"),
        "ok": True,
        "day": date(2026, 1, 2),
        "at": datetime(2026, 1, 2, 3, 4, 5, 678901),
        "zoned": datetime(2026, 1, 2, 3, 4, tzinfo=UTC),
        "words": "",
        "tags": ["a", "b"],
        "share": 0.1,
        "_row": 1,
    }
    assert set(second.values()) == {None, 2}


def test_loading_again_changes_nothing_and_follows_the_files(load):
    project = load({"contacts": CONTACTS, "tags": b"contact_id,tag\n1,vip\n"})
    before = rows(project, "contacts")
    assert project.load().success
    assert rows(project, "contacts") == before

    project.write({"contacts": CONTACTS + b"3,cid@example.com,new\n"})
    project.remove("tags")
    assert project.load().success
    assert len(rows(project, "contacts")) == len(before) + 1
    assert project.query("select to_regclass('raw_csv.tags') as tags") == [{"tags": None}]
    assert project.query("select relation_name, row_count from raw_files.loaded_files") == [
        {"relation_name": "raw_csv.contacts", "row_count": 3}
    ]


def test_a_view_on_a_raw_table_does_not_stop_the_loader(load):
    project = load({"contacts": CONTACTS})
    project.server.sql("create view seen as select * from raw_csv.contacts", project.database)
    project.write({"contacts": CONTACTS + b"3,,\n"})
    assert project.load().success
    assert len(rows(project, "contacts")) == 3


def test_a_table_somebody_else_made_is_left_alone(make_project):
    project = make_project({"contacts": CONTACTS}, engine="postgres")
    project.server.sql("create schema raw_csv", project.database)
    project.server.sql("create table raw_csv.contacts as select 1 as x", project.database)
    with pytest.raises(LoadError, match=r"raw_csv\.contacts is already in the database"):
        project.load()
    assert project.query("select * from raw_csv.contacts") == [{"x": 1}]


def test_files_of_another_folder_are_refused(load, make_project, tmp_path):
    project = load({"contacts": CONTACTS})
    project.raw = tmp_path / "other"
    project.write({"contacts": CONTACTS})
    with pytest.raises(LoadError, match="Two companies must not share ids and history"):
        project.load()


def test_a_zero_byte_is_named_by_file_row_and_column(make_project):
    project = make_project({"contacts": b"contact_id,email\n1,a\n2,b\x00c\n"}, engine="postgres")
    with pytest.raises(LoadError, match=r"csv/contacts\.csv, row 3, column 'email'.*zero byte"):
        project.load()
    assert project.query("select to_regclass('raw_csv.contacts') as it") == [{"it": None}]


def test_a_name_too_long_for_postgres_is_refused_before_it_is_cut(make_project):
    name = "é" * 32
    project = make_project({"contacts": f"contact_id,{name}\n1,x\n"}, engine="postgres")
    with pytest.raises(LoadError, match=f"the name '{name}' is longer than the 63 bytes"):
        project.load()
