"""A project of one's own for a test: raw files in, dbt run on them, tables out.

    def test_something(make_project):
        project = make_project({"contacts": [{"contact_id": "1", "email": "ann@example.com"}],
                                "orders": [...]})
        result = project.build()
        assert result.success, result.message
        assert project.query("select count(*) as n from crm_core.contacts") == [{"n": 1}]

dbt runs inside this process, and the parsed project is kept: reading it takes seconds, building
a few rows does not. What a parse depends on is in the key it is kept under.
"""

from __future__ import annotations

import csv
import io
import json
import os
import pickle
import shutil
import time
from collections.abc import Iterable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

import duckdb
import polars
import psycopg2
import psycopg2.extras
from build import close_duckdb, tidy
from dbt.cli.main import dbtRunner
from load_raw import copy_tables
from postgres import Server

ROOT = Path(__file__).resolve().parents[2]
SAMPLE_AS_OF = "2026-06-30"

Rows = list[dict] | bytes | str | Path | polars.DataFrame


@dataclass(frozen=True)
class Node:
    """What became of one model, seed or test: dbt's status, message, failing rows, seconds."""

    name: str
    kind: str
    status: str
    message: str
    failures: int | None
    seconds: float


@dataclass(frozen=True)
class Result:
    """The outcome of one dbt command.

    `message` is why it failed, as `make build` would print it; `log` is every line dbt wrote
    for people; `nodes` holds every node that was run, by name.
    """

    success: bool
    message: str
    log: str
    seconds: float
    nodes: dict[str, Node] = field(default_factory=dict)

    @property
    def failed(self) -> list[str]:
        """The names of the nodes that failed, in the order they did."""
        return [name for name, node in self.nodes.items() if node.status in ("error", "fail")]

    @property
    def warned(self) -> list[str]:
        """The names of the tests that warned."""
        return [name for name, node in self.nodes.items() if node.status == "warn"]


class Project:
    """One raw folder and one database, built by this repository's dbt project.

    `raw` maps a table to its rows, see `write`. `engine` is `duckdb` or `postgres`; the latter
    needs a server and the name of an empty database there. Variables given here hold for every
    command, variables given to a command only for that one.
    """

    def __init__(
        self,
        folder: Path,
        raw: Mapping[str, Rows] | Path,
        *,
        engine: str = "duckdb",
        as_of: str | date = SAMPLE_AS_OF,
        vars: dict | None = None,
        server: Server | None = None,
        database: str = "crm_segments",
    ) -> None:
        self.folder = folder
        self.engine = engine
        self.as_of = as_of
        self.vars = vars or {}
        self.server = server
        self.database = database
        # dbt names the database after the file, and a kept parse holds that name
        self.duckdb_file = folder / "crm.duckdb"
        folder.mkdir(parents=True, exist_ok=True)
        if isinstance(raw, Path):
            self.raw = raw
        else:
            self.raw = folder / "raw"
            self.raw.mkdir()
            self.write(raw)

    def write(self, raw: Mapping[str, Rows]) -> None:
        """Writes raw files, replacing those of the same table.

        A key is `contacts` (of the system csv) or `hubspot/contacts`, and may end in `.csv`,
        `.csv.gz` or `.parquet`; without an ending it is a CSV. Rows are dictionaries (columns in
        the order they first appear, None an empty cell), a polars frame (the way to say which
        columns an empty table has), or the exact bytes or text of the file.
        """
        for key, rows in raw.items():
            self.remove(key)
            path = self.raw / (key if "/" in key else f"csv/{key}")
            if not path.suffix:
                path = path.with_name(f"{path.name}.csv")
            path.parent.mkdir(parents=True, exist_ok=True)
            write_file(path, rows)

    def remove(self, key: str) -> None:
        """Removes the raw file of a table, whatever its format; no error when there is none."""
        system, _, table = key.rpartition("/")
        name = table.split(".", 1)[0]
        for path in (self.raw / (system or "csv")).glob(f"{name}.*"):
            path.unlink()

    def build(
        self,
        select: str = "",
        *,
        data_tests: bool = True,
        unit_tests: bool = False,
        full_refresh: bool = False,
        as_of: str | date | None = None,
        vars: dict | None = None,
    ) -> Result:
        """Runs `dbt build`; on a server loads the raw files first.

        Unit tests are left out unless asked for: they do not depend on the raw files.
        """
        arguments = ["build", "--no-write-json"]
        if select:
            arguments += ["--select", *select.split()]
        if not data_tests:
            arguments += ["--exclude-resource-type", "test"]
        if not unit_tests:
            arguments += ["--exclude-resource-type", "unit_test"]
        if full_refresh:
            arguments.append("--full-refresh")
        if self.engine == "postgres":
            loaded = self.load(vars=vars)
            if not loaded.success:
                return loaded
        return self.run(*arguments, as_of=as_of, vars=vars)

    def run(
        self, *arguments: str, as_of: str | date | None = None, vars: dict | None = None
    ) -> Result:
        """Runs any dbt command on the project, such as run("compile") or run("test")."""
        return self._invoke(self.engine, self.duckdb_file, arguments, as_of, vars)

    def load(self, vars: dict | None = None) -> Result:
        """Puts the raw files into the server's database, as tools/load_raw.py does."""
        staged = self.folder / "staged" / "crm.duckdb"
        shutil.rmtree(staged.parent, ignore_errors=True)
        staged.parent.mkdir()
        read = self._invoke("duckdb", staged, ["run-operation", "load_raw_files"], None, vars)
        if read.success:
            with environment(self.server.environment(self.database)):
                copy_tables(staged)
        return read

    def query(self, sql: str) -> list[dict]:
        """Runs a query on what was built; a dictionary a row. Schemas are crm_<layer>."""
        if self.engine == "duckdb":
            with duckdb.connect(str(self.duckdb_file), read_only=True) as connection:
                connection.execute("set TimeZone = 'UTC'")
                cursor = connection.execute(sql)
                names = [column[0] for column in cursor.description]
                return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
        connection = self._connect()
        try:
            with connection.cursor(cursor_factory=psycopg2.extras.RealDictCursor) as cursor:
                cursor.execute(sql)
                return [dict(row) for row in cursor.fetchall()]
        finally:
            connection.close()

    def table(self, name: str) -> polars.DataFrame:
        """A whole table as a polars frame; `serving.segment_overview` is in crm_serving."""
        if self.engine == "duckdb":
            with duckdb.connect(str(self.duckdb_file), read_only=True) as connection:
                connection.execute("set TimeZone = 'UTC'")
                return connection.execute(f"select * from crm_{name}").pl()
        connection = self._connect()
        try:
            with connection.cursor() as cursor:
                cursor.execute(f"select * from crm_{name}")
                names = [column.name for column in cursor.description]
                return polars.DataFrame(
                    cursor.fetchall(), schema=names, orient="row", infer_schema_length=None
                )
        finally:
            connection.close()

    def delete_database(self) -> None:
        """Empties the database, so that the next build starts from nothing."""
        if self.engine == "duckdb":
            for path in self.folder.glob("crm.duckdb*"):
                path.unlink()
        else:
            self.server.sql(f"drop database if exists {self.database} with (force)")
            self.server.sql(f"create database {self.database}")

    def _connect(self):
        settings = self.server.environment(self.database)
        return psycopg2.connect(
            host=settings["CRM_SEGMENTS_PG_HOST"],
            port=settings["CRM_SEGMENTS_PG_PORT"],
            user=settings["CRM_SEGMENTS_PG_USER"],
            dbname=self.database,
        )

    def _invoke(
        self,
        engine: str,
        duckdb_file: Path,
        arguments: Iterable[str],
        as_of: str | date | None,
        vars: dict | None,
    ) -> Result:
        variables = json.dumps({**self.vars, **(vars or {})}, sort_keys=True, default=str)
        command, *rest = arguments
        options = ["--target", engine, "--vars", variables]
        options += ["--project-dir", str(ROOT), "--profiles-dir", str(ROOT)]
        options += ["--target-path", str(self.folder / "target")]
        options += ["--log-path", str(self.folder / "logs")]
        settings = {
            "CRM_SEGMENTS_DUCKDB": str(duckdb_file),
            "CRM_SEGMENTS_RAW": str(self.raw),
            "CRM_SEGMENTS_AS_OF": str(as_of or self.as_of),
            "DO_NOT_TRACK": "1",
        }
        if self.server:
            settings |= self.server.environment(self.database)
        key = (engine, self.database if engine != "duckdb" else "", parsed_variables(variables))
        started = time.monotonic()
        lines: list[str] = []

        def listen(event) -> None:
            if event.info.level in ("info", "warn", "error"):
                lines.append(tidy(event.info.msg))

        with environment(settings):
            try:
                parsed = parsed_project(key, options, listen)
                outcome = (
                    dbtRunner(manifest=own_copy(parsed.result), callbacks=[listen]).invoke(
                        ["--log-level", "none", command, *rest, *options]
                    )
                    if parsed.success
                    else parsed
                )
            finally:
                close_duckdb()
        return as_result(outcome, "\n".join(lines), time.monotonic() - started)


def write_file(path: Path, rows: Rows) -> None:
    """Writes one raw file; its ending says the format. See Project.write."""
    if isinstance(rows, Path):
        shutil.copyfile(rows, path)
    elif isinstance(rows, bytes):
        path.write_bytes(rows)
    elif isinstance(rows, str):
        path.write_bytes(rows.encode())
    elif path.suffix == ".parquet":
        polars.DataFrame(rows, infer_schema_length=None).write_parquet(path)
    elif isinstance(rows, polars.DataFrame):
        rows.write_csv(path)
    elif path.suffix == ".csv":
        path.write_bytes(csv_text(rows).encode())
    else:
        raise ValueError(f"{path.name}: rows can be written as .csv or .parquet")


def csv_text(rows: list[dict]) -> str:
    """Rows as the text of a CSV file: None is an empty cell, a date is ISO 8601."""
    if not rows:
        raise ValueError("an empty table needs columns: give a polars frame or the header line")
    columns = list(dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({name: csv_cell(value) for name, value in row.items()})
    return text.getvalue()


def csv_cell(value) -> str:
    """One value as it stands in a CSV file."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return value.isoformat() if isinstance(value, (date, datetime)) else str(value)


@contextmanager
def environment(settings: dict[str, str]):
    """Sets environment variables for a while. CRM_SEGMENTS_… of the caller are out of sight."""
    before = dict(os.environ)
    for name in [name for name in os.environ if name.startswith(("CRM_SEGMENTS_", "DBT_"))]:
        del os.environ[name]
    os.environ.update(settings)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


_parsed: dict[tuple, object] = {}
_pickled: dict[int, bytes] = {}

# Variables that only the SQL of a run reads: no config, no switch, no list of refs depends on
# them, so projects that differ in nothing else share a parse.
RUN_TIME_VARIABLES = {
    "as_of_date",
    "default_currency",
    "reporting_currency",
    "csv__column_names",
    "csv__date_format",
    "csv__extra_columns",
    "csv__multi_value_separator",
    "csv__source_system",
    "csv__timestamp_unit",
    "csv__timezone",
    "hubspot__count_filtered_events",
    "hubspot__instances",
    "klaviyo__connector",
    "klaviyo__extra_columns",
    "mailchimp__connector",
    "mailchimp__leaving_one_list_is_leaving_all",
    "revenue_overlap_allowed",
    "revenue_sources",
    "shopify__cancelled_orders_count",
    "shopify__instances",
    "stripe__order_grain",
    "woocommerce__timezone",
}


def parsed_variables(variables: str) -> str:
    """The variables (JSON) that parsing depends on; one it does not know, it takes to be one."""
    seen = {k: v for k, v in json.loads(variables).items() if k not in RUN_TIME_VARIABLES}
    return json.dumps(seen, sort_keys=True)


def parsed_project(key: tuple, options: list[str], listen):
    """The parsed project for an engine and its variables, kept for the rest of the session.

    A parse sees the variables and the database's name; it does not see the raw files, the date
    or the path of the database, so those may differ between the runs that share it.
    """
    if key not in _parsed:
        parsed = dbtRunner(callbacks=[listen]).invoke(
            ["--log-level", "none", "parse", "--no-partial-parse", *options]
        )
        if not parsed.success:
            return parsed
        _parsed[key] = parsed
    return _parsed[key]


def own_copy(manifest):
    """A parsed project whose nodes a run may fill in; what a run only reads is shared.

    Through pickle, which takes a fifth of the time of deepcopy.
    """
    if id(manifest) not in _pickled:
        filled_in = ("nodes", "sources", "exposures", "unit_tests")
        _pickled[id(manifest)] = pickle.dumps({name: getattr(manifest, name) for name in filled_in})
    # Each copy looks its own nodes up.
    lookups = [name for name in vars(manifest) if name.endswith("_lookup")]
    copy = replace(manifest, **pickle.loads(_pickled[id(manifest)]), **dict.fromkeys(lookups))
    copy.build_flat_graph()
    return copy


def as_result(outcome, log: str, seconds: float) -> Result:
    """dbt's outcome as a Result."""
    nodes = {}
    for entry in getattr(outcome.result, "results", None) or []:
        node = getattr(entry, "node", None)
        if node is not None:
            nodes[node.name] = Node(
                name=node.name,
                kind=str(node.resource_type),
                status=str(entry.status),
                message=tidy(entry.message or ""),
                failures=getattr(entry, "failures", None),
                seconds=entry.execution_time,
            )
    if outcome.exception is not None:
        message = tidy(str(outcome.exception))
    else:
        message = "\n".join(
            f"{node.kind} {node.name}: {node.message}"
            for node in nodes.values()
            if node.status in ("error", "fail")
        )
    return Result(outcome.success, message, log, seconds, nodes)
