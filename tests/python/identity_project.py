"""Linking alone, from cleaned records to contact ids, on records that a test makes up.

    project = IdentityProject(folder)
    project.give([record("1", email="ann@example.com"), record("2", email="ann@example.com")])
    assert project.build("2026-01-01").success
    assert len(set(project.ids().values())) == 1

The macros, models and seeds are copies of the repository's; only the cleaned records are given.
"""

from __future__ import annotations

import json
import shutil
import time
from pathlib import Path

import duckdb
import psycopg2
import yaml
from build import close_duckdb, tidy
from dbt.cli.main import dbtRunner
from postgres import Server
from project import ROOT, Result, as_result, csv_text, environment

COPIED = ["macros", "seeds/identity", "tests/generic"]
MODELS = [
    *("int_contact_identifiers__cleaned", "int_contacts__identified", "int_contacts__named"),
    *("int_given_names__alike", "int_contacts__told_apart", "int_contacts__connected"),
    *("int_contacts__clustered", "int_contacts__registered", "int_contacts__linked"),
]
CORE = ["contact_merges"]
TESTS = ["assert_identity_has_converged", "assert_kept_apart_are_apart"]

RECORD = {
    "contact_record_key": "text",
    "merged_into_record_key": "text",
    "email_key": "text",
    "phone": "text",
    "first_name": "text",
    "last_name": "text",
    "country": "text",
    "birth_on": "date",
    "created_at": "timestamp",
}
GIVEN = {
    "int_contacts__cleaned": RECORD,
    "int_contact_identifiers__unioned": dict.fromkeys(
        ["contact_record_key", "identifier_type", "identifier_value"], "text"
    ),
    "int_erasures__listed": {
        "identifier_hash": "text",
        "identifier_type": "text",
        "admitted_from": "date",
    },
    "int_emails__classified": {"email_key": "text", "is_linking": "boolean"},
    "int_phones__cleaned": dict.fromkeys(["phone", "country", "e164_phone"], "text"),
}


def record(number: int | str, **values) -> dict:
    """A cleaned record of the system crm."""
    return {"contact_record_key": f"crm:{number}", **values}


def override(kind: str, one: int | str, other: int | str, **values) -> dict:
    """A line of contact_overrides about two records of the system crm."""
    return {
        "override": kind,
        "source_system": "crm",
        "source_contact_id": str(one),
        "other_source_system": "crm",
        "other_source_contact_id": str(other),
        "reason": "seen by hand",
        "author": "steward",
        "decided_on": "2026-01-01",
        **values,
    }


class IdentityProject:
    """A folder with a dbt project of the linking models, and a database of its own."""

    def __init__(self, folder: Path, *, engine: str = "duckdb", server: Server | None = None):
        self.folder = folder
        self.engine = engine
        self.server = server
        self.database = "identity_alone"
        for path in COPIED:
            shutil.copytree(ROOT / path, folder / path)
        for name in MODELS:
            self._copy(f"models/intermediate/identity/{name}.sql")
        for name in CORE:
            self._copy(f"models/marts/core/{name}.sql")
        for name in TESTS:
            self._copy(f"tests/identity/{name}.sql")
        self._copy("profiles.yml")
        settings = yaml.safe_load((ROOT / "dbt_project.yml").read_text())
        settings["on-run-start"] = []
        (folder / "dbt_project.yml").write_text(yaml.safe_dump(settings))
        seeds = yaml.safe_load((folder / "seeds/identity/_identity__seeds.yml").read_text())
        (self.override_columns,) = (
            [column["name"] for column in seed["columns"]]
            for seed in seeds["seeds"]
            if seed["name"] == "contact_overrides"
        )
        if engine == "postgres":
            server.sql(f"drop database if exists {self.database} with (force)")
            server.sql(f"create database {self.database}")
        given = folder / "models/intermediate/given"
        given.mkdir(parents=True)
        self.sql("create schema if not exists given")
        for name, columns in GIVEN.items():
            listed = ", ".join(f"{column} {type_}" for column, type_ in columns.items())
            self.sql(f"create table given.{name} ({listed})")
            (given / f"{name}.sql").write_text(f"select * from given.{name}\n")

    def _copy(self, path: str) -> None:
        (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / path, self.folder / path)

    def give(self, records: list[dict], identifiers: list[dict] | None = None) -> None:
        """The records that are there, and identifiers of other kinds than their own columns."""
        for name, rows in (
            ("int_contacts__cleaned", records),
            ("int_contact_identifiers__unioned", identifiers or []),
        ):
            self.sql(f"delete from given.{name}")
            columns = list(GIVEN[name])
            values = [tuple(row.get(column) for column in columns) for row in rows]
            for start in range(0, len(values), 1000):
                part = values[start : start + 1000]
                mark = "?" if self.engine == "duckdb" else "%s"
                marks = ", ".join(["(" + ", ".join([mark] * len(columns)) + ")"] * len(part))
                self.sql(
                    f"insert into given.{name} values {marks}",
                    [value for row in part for value in row],
                )

    def override(self, *lines: dict) -> None:
        """Writes contact_overrides.csv."""
        blank = dict.fromkeys(self.override_columns)
        text = csv_text([blank | line for line in lines] or [blank])
        (self.folder / "seeds/identity/contact_overrides.csv").write_text(text)

    def set_limits(self, **limits: int) -> None:
        """Changes how many records may share a kind of identifier, in identifier_rules.csv."""
        path = self.folder / "seeds/identity/identifier_rules.csv"
        header, *lines = path.read_text().splitlines()
        place = header.split(",").index("max_records")
        for index, line in enumerate(lines):
            cells = line.split(",")
            cells[place] = str(limits.get(cells[0], cells[place]))
            lines[index] = ",".join(cells)
        path.write_text("\n".join([header, *lines]) + "\n")

    def build(self, day: str, *, tests: bool = True, full_refresh: bool = False) -> Result:
        """Runs dbt build as of a day."""
        arguments = ["build"]
        if not tests:
            arguments += ["--exclude-resource-type", "test"]
        if full_refresh:
            arguments += ["--full-refresh"]
        options = ["--target", self.engine, "--project-dir", str(self.folder)]
        options += ["--profiles-dir", str(self.folder), "--no-write-json"]
        options += ["--target-path", str(self.folder / "target")]
        options += ["--log-path", str(self.folder / "logs")]
        options += ["--vars", json.dumps({"as_of_date": day})]
        lines: list[str] = []

        def listen(event) -> None:
            if event.info.level in ("info", "warn", "error"):
                lines.append(tidy(event.info.msg))

        started = time.monotonic()
        with environment(self.settings()):
            try:
                outcome = dbtRunner(callbacks=[listen]).invoke(
                    ["--log-level", "none", *arguments, *options]
                )
            finally:
                close_duckdb()
        return as_result(outcome, "\n".join(lines), time.monotonic() - started)

    def ids(self) -> dict[str, str]:
        """The contact of each record of today, by the record's number."""
        rows = self.sql("select * from crm_intermediate.int_contacts__linked")
        return {key.removeprefix("crm:"): contact for key, contact in rows}

    def people(self) -> set[frozenset[str]]:
        """The records of today, in sets of one person."""
        found: dict[str, set[str]] = {}
        for number, contact in self.ids().items():
            found.setdefault(contact, set()).add(number)
        return {frozenset(numbers) for numbers in found.values()}

    def state(self) -> list[tuple]:
        """The whole registry, as text."""
        rows = self.sql("select * from crm_state.int_contacts__registered")
        return sorted(tuple(str(value) for value in row) for row in rows)

    def merges(self, day: str = "2000-01-01") -> set[tuple]:
        """What contact_merges says since a day."""
        rows = self.sql(f"""
            select old_contact_id, new_contact_id, change_type, rule, current_contact_id
            from crm_core.contact_merges where changed_on >= date '{day}'
        """)
        return set(rows)

    def sql(self, statement: str, values: list | None = None) -> list[tuple]:
        """Runs a statement; the rows it gives."""
        if self.engine == "duckdb":
            with duckdb.connect(str(self.folder / "identity_alone.duckdb")) as connection:
                return connection.execute(statement, values).fetchall()
        settings = self.settings()
        connection = psycopg2.connect(
            host=settings["CRM_SEGMENTS_PG_HOST"],
            port=settings["CRM_SEGMENTS_PG_PORT"],
            user=settings["CRM_SEGMENTS_PG_USER"],
            dbname=self.database,
        )
        connection.autocommit = True
        try:
            with connection.cursor() as cursor:
                cursor.execute(statement, values)
                return cursor.fetchall() if cursor.description else []
        finally:
            connection.close()

    def settings(self) -> dict[str, str]:
        """The environment that dbt and the tools find the database by."""
        settings = {
            "CRM_SEGMENTS_DUCKDB": str(self.folder / "identity_alone.duckdb"),
            "DO_NOT_TRACK": "1",
        }
        return settings | (self.server.environment(self.database) if self.server else {})
