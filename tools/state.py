"""Saves what a build cannot make again, and puts it back.

    python tools/state.py backup backups/2026-06-30
    python tools/state.py restore backups/2026-06-30

The state is every table of the schema <schema>_state: the registries of ids, the history of
memberships. A backup is a folder with one CSV a table and columns.json; it can be restored into
another kind of database too. Restoring needs tables that are absent or empty, so that no id is
ever overwritten: restore first, build afterwards.

Where the database is: --target (duckdb or postgres), else CRM_SEGMENTS_TARGET, and the variables
that profiles.yml names.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path

import duckdb
from load_raw import TYPES, LoadError, connect

CSV = "format csv, header, null '\\N'"


def main() -> int:
    """The command line; returns the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("action", choices=["backup", "restore"])
    parser.add_argument("folder", help="holds one CSV a table; made by backup")
    parser.add_argument("--target", default="", help="a target of profiles.yml")
    arguments = parser.parse_args()
    target = arguments.target or os.environ.get("CRM_SEGMENTS_TARGET", "duckdb")

    try:
        if not arguments.folder:
            raise LoadError("Say which folder: make backup DIR=backups/2026-06-30")
        database = Postgres() if target == "postgres" else DuckDB()
        work = backup if arguments.action == "backup" else restore
        for line in work(database, Path(arguments.folder).expanduser()):
            print(line)
    except LoadError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def backup(database, folder: Path) -> list[str]:
    """Writes every table of state to the folder; a line of report for each."""
    tables = database.tables()
    if not tables:
        raise LoadError(f"There is nothing to save: {database.schema} holds no table. Build first.")
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise LoadError(f"The folder '{folder}' is not empty. Name a new one for each backup.")
    for table in tables:
        database.write(table, folder / f"{table}.csv")
    # last: a backup without it is not whole
    (folder / "columns.json").write_text(json.dumps(tables, indent=2) + "\n")
    counts = {table: database.count(table) for table in tables}
    return [f"Saved {database.schema}.{table}: {rows} rows." for table, rows in counts.items()]


def restore(database, folder: Path) -> list[str]:
    """Puts the tables of a backup into the database; a line of report for each."""
    if not (folder / "columns.json").is_file():
        raise LoadError(f"The folder '{folder}' holds no whole backup: columns.json is missing.")
    tables = json.loads((folder / "columns.json").read_text())
    there = database.tables()
    for table in tables:
        if table in there and database.count(table):
            raise LoadError(
                f"{database.schema}.{table} holds {database.count(table)} rows, which a restore "
                "would lose. Restore into a new database, or drop the table first."
            )
        if not (folder / f"{table}.csv").is_file():
            raise LoadError(f"The folder '{folder}' holds no whole backup: {table}.csv is missing.")
    database.read(folder, tables)
    return [
        f"Restored {database.schema}.{table}: {database.count(table)} rows." for table in tables
    ]


class DuckDB:
    """The file that the target duckdb of profiles.yml names."""

    schema = "crm_state"

    def __init__(self) -> None:
        path = os.environ.get("CRM_SEGMENTS_DUCKDB", "crm.duckdb")
        try:
            self.connection = duckdb.connect(path)
        except duckdb.IOException as error:
            raise LoadError(f"{path} cannot be opened: {error}") from error

    def tables(self) -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = {}
        for table, column, type_ in self.connection.execute(
            "select table_name, column_name, data_type from information_schema.columns "
            "where table_schema = ? order by table_name, ordinal_position",
            [self.schema],
        ).fetchall():
            found.setdefault(table, {})[column] = type_
        return found

    def count(self, table: str) -> int:
        return self.connection.sql(f'select count(*) from {self.schema}."{table}"').fetchone()[0]

    def write(self, table: str, path: Path) -> None:
        self.connection.execute(
            f"copy {self.schema}.\"{table}\" to {quoted(path)} (format csv, header, nullstr '\\N')"
        )

    def read(self, folder: Path, tables: dict[str, dict[str, str]]) -> None:
        self.connection.execute("begin")
        self.connection.execute(f"create schema if not exists {self.schema}")
        for table, columns in tables.items():
            listed = ", ".join(f'"{name}" {type_}' for name, type_ in columns.items())
            self.connection.execute(f'create or replace table {self.schema}."{table}" ({listed})')
            self.connection.execute(
                f'copy {self.schema}."{table}" from {quoted(folder / (table + ".csv"))} '
                "(format csv, header, nullstr '\\N', delimiter ',', quote '\"', escape '\"', "
                "auto_detect false)"
            )
        self.connection.execute("commit")


class Postgres:
    """The database that the target postgres of profiles.yml names."""

    def __init__(self) -> None:
        self.schema = f"{os.environ.get('CRM_SEGMENTS_PG_SCHEMA', 'crm')}_state"
        self.connection = connect()

    def tables(self) -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = {}
        with self.connection, self.connection.cursor() as cursor:
            cursor.execute(
                "select relname, attname, format_type(atttypid, atttypmod) "
                "from pg_attribute join pg_class on pg_class.oid = attrelid "
                "join pg_namespace on pg_namespace.oid = relnamespace "
                "where nspname = %s and relkind = 'r' and attnum > 0 and not attisdropped "
                "order by relname, attnum",
                [self.schema],
            )
            for table, column, type_ in cursor.fetchall():
                found.setdefault(table, {})[column] = type_
        return found

    def count(self, table: str) -> int:
        with self.connection, self.connection.cursor() as cursor:
            cursor.execute(f'select count(*) from {self.schema}."{table}"')
            return cursor.fetchone()[0]

    def write(self, table: str, path: Path) -> None:
        with self.connection, self.connection.cursor() as cursor, path.open("wb") as file:
            cursor.copy_expert(f'copy {self.schema}."{table}" to stdout ({CSV})', file)

    def read(self, folder: Path, tables: dict[str, dict[str, str]]) -> None:
        with self.connection, self.connection.cursor() as cursor:
            cursor.execute(f"create schema if not exists {self.schema}")
            for table, columns in tables.items():
                listed = ", ".join(
                    f'"{name}" {"text" if type_ == "VARCHAR" else TYPES.get(type_, type_)}'
                    for name, type_ in columns.items()
                )
                cursor.execute(f'drop table if exists {self.schema}."{table}"')
                cursor.execute(f'create table {self.schema}."{table}" ({listed})')
                with (folder / f"{table}.csv").open("rb") as file:
                    cursor.copy_expert(f'copy {self.schema}."{table}" from stdin ({CSV})', file)


def quoted(path: Path) -> str:
    """A path as a SQL literal."""
    return "'" + str(path).replace("'", "''") + "'"


if __name__ == "__main__":
    sys.exit(main())
