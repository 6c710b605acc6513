"""Puts a folder of raw files into a PostgreSQL database, as the tables the project reads.

    python tools/load_raw.py data/sample

On DuckDB the project reads <folder>/<system>/<table>.csv, .csv.gz or .parquet by itself. A
server cannot, so this does it: the same macro (macros/raw_files/) reads the files into a
DuckDB of its own, which is then copied to raw_<system>.<table>. So a file means the same on
both: CSV columns are text, Parquet columns keep their type, `_row` is the row a spreadsheet
shows, lines that cannot be read are in raw_files.unreadable_lines.

Only the systems named in the variable crm_sources are loaded. Running it again loads what has
changed since; a table whose file is gone goes too. Each table is replaced in one transaction.
A table that something else put there is never touched.

Where the database is: the variables CRM_SEGMENTS_PG_HOST, _PORT, _USER, _PASSWORD and _DBNAME,
as in profiles.yml.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import duckdb
import psycopg2
from build import tidy
from psycopg2.sql import SQL, Identifier

PROJECT = Path(__file__).resolve().parent.parent

# DuckDB's type name, without its arguments -> PostgreSQL's. What is not here becomes text.
TYPES = {
    "BOOLEAN": "boolean",
    "TINYINT": "smallint",
    "SMALLINT": "smallint",
    "INTEGER": "integer",
    "BIGINT": "bigint",
    "UTINYINT": "smallint",
    "USMALLINT": "integer",
    "UINTEGER": "bigint",
    "UBIGINT": "numeric",
    "HUGEINT": "numeric",
    "UHUGEINT": "numeric",
    "FLOAT": "real",
    "DOUBLE": "double precision",
    "DATE": "date",
    "TIME": "time",
    "TIMESTAMP": "timestamp",
    "TIMESTAMP_S": "timestamp",
    "TIMESTAMP_MS": "timestamp",
    "TIMESTAMP_NS": "timestamp",
    "TIMESTAMP WITH TIME ZONE": "timestamp with time zone",
}

BOOKS = """
    create schema if not exists raw_files;
    create table if not exists raw_files.loaded_files (
        relation_name text, raw_path text, file_name text, fingerprint text, row_count bigint
    );
    create table if not exists raw_files.unreadable_lines (
        relation_name text, system_name text, table_name text, file_name text,
        line_number bigint, raw_line text, problem text
    );
"""


class LoadError(Exception):
    """The files cannot be loaded; the message says which file, why and what to do."""


@dataclass(frozen=True)
class Table:
    """One raw table as DuckDB read it: its file and its columns with DuckDB's types."""

    name: str
    file_name: str
    fingerprint: str
    columns: dict[str, str]

    @property
    def identifier(self) -> Identifier:
        """The quoted name, schema and table."""
        return Identifier(*self.name.split(".", 1))


def main() -> int:
    """The command line; returns the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", help="holds <system>/<table>.csv, .csv.gz or .parquet")
    parser.add_argument("--vars", default="{}", help="variables of the project, as for dbt")
    arguments = parser.parse_args()

    try:
        # Always the same path: dbt reads the project anew when the database's path changes.
        staged = PROJECT / "target" / "load_raw" / "raw.duckdb"
        staged.parent.mkdir(parents=True, exist_ok=True)
        staged.unlink(missing_ok=True)
        try:
            read_files(arguments.folder, staged, arguments.vars)
            for line in copy_tables(staged):
                print(line)
        finally:
            staged.unlink(missing_ok=True)
    except LoadError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def read_files(folder: str, staged: Path, variables: str = "{}") -> None:
    """Reads the files of a folder into a new DuckDB file, by the project's own macro.

    Raises LoadError with the macro's sentence when a file cannot be read at all.
    """
    if not Path(folder).is_dir():
        raise LoadError(f"There is no folder '{folder}'.")
    finished = subprocess.run(
        [str(Path(sys.executable).parent / "dbt"), "--quiet", "--no-use-colors"]
        + ["run-operation", "load_raw_files", "--target", "duckdb", "--vars", variables]
        + ["--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT)]
        + ["--target-path", str(staged.parent / "target")],
        env={
            **os.environ,
            "CRM_SEGMENTS_RAW": folder,
            "CRM_SEGMENTS_DUCKDB": str(staged),
        },
        cwd=PROJECT,
        capture_output=True,
        text=True,
    )
    if finished.returncode != 0:
        said = finished.stdout.split("Encountered an error:")[-1]
        raise LoadError(tidy(said) or finished.stderr.strip())


def copy_tables(staged: Path) -> list[str]:
    """Makes the database hold the staged tables; returns a line of report for each.

    Raises LoadError when the database cannot be reached, holds another company's files or
    somebody else's table, or cannot hold a value.
    """
    source = duckdb.connect(str(staged), read_only=True)
    target = connect()
    try:
        with target, target.cursor() as cursor:
            cursor.execute(BOOKS)
            cursor.execute(
                "select relation_name, raw_path, fingerprint from raw_files.loaded_files"
            )
            loaded = {name: (path, fingerprint) for name, path, fingerprint in cursor}

        source.execute("set TimeZone = 'UTC'")
        tables = staged_tables(source)
        refuse_other_company(source, loaded)

        report = []
        for name in sorted(loaded.keys() - tables.keys()):
            drop_table(target, name)
            report.append(f"{name}: its file is gone, dropped")
        for name, table in tables.items():
            if name in loaded and loaded[name][1] == table.fingerprint and exists(target, table):
                report.append(f"{name}: unchanged")
            else:
                rows = replace_table(source, target, table, ours=name in loaded)
                report.append(f"{name}: {rows:,} rows")
        replace_unreadable_lines(source, target)
        return report
    finally:
        target.close()
        source.close()


def connect():
    """Opens the database that the `postgres` target of profiles.yml names."""
    settings = {
        "host": os.environ.get("CRM_SEGMENTS_PG_HOST", "localhost"),
        "port": os.environ.get("CRM_SEGMENTS_PG_PORT", "5432"),
        "user": os.environ.get("CRM_SEGMENTS_PG_USER", "postgres"),
        "dbname": os.environ.get("CRM_SEGMENTS_PG_DBNAME", "crm_segments"),
    }
    try:
        return psycopg2.connect(**settings, password=os.environ.get("CRM_SEGMENTS_PG_PASSWORD", ""))
    except psycopg2.OperationalError as error:
        raise LoadError(
            "The database cannot be reached: "
            + ", ".join(f"{name} {value}" for name, value in settings.items())
            + f". Set CRM_SEGMENTS_PG_HOST and the like. ({str(error).strip()})"
        ) from error


def staged_tables(source: duckdb.DuckDBPyConnection) -> dict[str, Table]:
    """The raw tables in the DuckDB file, by name."""
    tables = {}
    for name, file_name, fingerprint in source.execute(
        "select relation_name, file_name, fingerprint from raw_files.loaded_files order by all"
    ).fetchall():
        columns = {
            column: data_type
            for column, data_type, *_ in source.execute(f"describe {quoted(name)}").fetchall()
        }
        tables[name] = Table(name, file_name, fingerprint, columns)
    return tables


def refuse_other_company(source: duckdb.DuckDBPyConnection, loaded: dict) -> None:
    """Stops when the database holds files of another folder, as the DuckDB side does."""
    here = source.execute("select any_value(raw_path) from raw_files.loaded_files").fetchone()[0]
    for path, _ in loaded.values():
        if here and path != here:
            raise LoadError(
                f"This database holds the files of '{path}', and you load '{here}'. Two companies "
                "must not share ids and history: name another database in CRM_SEGMENTS_PG_DBNAME."
            )


def replace_table(source, target, table: Table, ours: bool) -> int:
    """Replaces one table and its line in the books, in one transaction; returns its rows."""
    refuse_long_names(table)
    schema = table.name.split(".", 1)[0]
    columns = {name: postgres_type(kind) for name, kind in table.columns.items()}

    with tempfile.TemporaryDirectory() as scratch, target, target.cursor() as cursor:
        file = Path(scratch) / "rows.csv"
        rows = write_rows(source, table, file)

        cursor.execute(SQL("create schema if not exists {}").format(Identifier(schema)))
        if exists(target, table):
            if not ours:
                raise LoadError(
                    f"{table.name} is already in the database, and this loader did not put it "
                    f"there. Drop it, or leave {table.file_name} out of the folder."
                )
            # Views read the old table; the next dbt build makes them again.
            cursor.execute(SQL("drop table {} cascade").format(table.identifier))
        cursor.execute(
            SQL("create table {} ({})").format(
                table.identifier,
                SQL(", ").join(
                    SQL("{} " + kind).format(Identifier(name)) for name, kind in columns.items()
                ),
            )
        )
        copy = SQL("copy {} ({}) from stdin (format csv, null '\\N')").format(
            table.identifier,
            SQL(", ").join(Identifier(name) for name in file_order(table)),
        )
        with file.open("rb") as stream:
            try:
                cursor.copy_expert(copy, stream)
            except psycopg2.DataError as error:
                raise LoadError(unfit_value(source, table) or f"{table.name}: {error}") from error

        cursor.execute("delete from raw_files.loaded_files where relation_name = %s", [table.name])
        book = source.execute(
            "select * from raw_files.loaded_files where relation_name = ?", [table.name]
        ).fetchone()
        cursor.execute("insert into raw_files.loaded_files values (%s, %s, %s, %s, %s)", book)
    return rows


def write_rows(source, table: Table, file: Path) -> int:
    """Writes a table as CSV that PostgreSQL reads back exactly; returns the number of rows."""
    expressions = ", ".join(as_written(name, table.columns[name]) for name in file_order(table))
    target_file = str(file).replace("'", "''")
    return source.execute(
        f"copy (select {expressions} from {quoted(table.name)}) to '{target_file}' "
        r"(format csv, header false, nullstr '\N')"
    ).fetchone()[0]


def file_order(table: Table) -> list[str]:
    """The row number first, so that no line of the file begins with a backslash, which could
    be taken for the end of the data."""
    return sorted(table.columns, key=lambda name: name != "_row")


def as_written(name: str, kind: str) -> str:
    """The expression that writes a column: nested values as JSON, what is unknown as text."""
    column = '"' + name.replace('"', '""') + '"'
    if postgres_type(kind) == "jsonb":
        return f"to_json({column})"
    return f"cast({column} as varchar)" if postgres_type(kind) == "text" else column


def postgres_type(kind: str) -> str:
    """DuckDB's type as PostgreSQL's."""
    if kind.startswith("DECIMAL"):
        return kind.replace("DECIMAL", "numeric").lower()
    if kind.endswith("]") or kind.startswith(("STRUCT", "MAP", "UNION", "JSON")):
        return "jsonb"
    return TYPES.get(kind, "text")


def replace_unreadable_lines(source, target) -> None:
    """Copies the lines that could not be read. All of them: they are few."""
    rows = source.execute("select * from raw_files.unreadable_lines").fetchall()
    with target, target.cursor() as cursor:
        cursor.execute("delete from raw_files.unreadable_lines")
        cursor.executemany(
            "insert into raw_files.unreadable_lines values (%s, %s, %s, %s, %s, %s, %s)",
            # PostgreSQL's text cannot hold the zero byte
            [[v.replace("\0", "\ufffd") if isinstance(v, str) else v for v in row] for row in rows],
        )


def drop_table(target, name: str) -> None:
    """Drops a table whose file is gone, and its line in the books."""
    with target, target.cursor() as cursor:
        cursor.execute(
            SQL("drop table if exists {} cascade").format(Identifier(*name.split(".", 1)))
        )
        cursor.execute("delete from raw_files.loaded_files where relation_name = %s", [name])


def exists(target, table: Table) -> bool:
    """Whether the database has a table of this name."""
    with target.cursor() as cursor:
        cursor.execute("select to_regclass(%s)", [table.identifier.as_string(cursor)])
        return cursor.fetchone()[0] is not None


def refuse_long_names(table: Table) -> None:
    """PostgreSQL would cut a name after 63 bytes without a word."""
    for name in [table.name.split(".", 1)[1], *table.columns]:
        if len(name.encode()) > 63:
            raise LoadError(
                f"{table.file_name}: the name '{name}' is longer than the 63 bytes PostgreSQL "
                "allows. Shorten it in the file."
            )


def unfit_value(source, table: Table) -> str | None:
    """Finds the value PostgreSQL refused: the one thing its text cannot hold is a zero byte."""
    for name, kind in table.columns.items():
        if kind != "VARCHAR":
            continue
        column = '"' + name.replace('"', '""') + '"'
        found = source.execute(
            f"select _row from {quoted(table.name)} where contains({column}, chr(0)) "
            "order by _row limit 1"
        ).fetchone()
        if found:
            return (
                f"{table.file_name}, row {found[0]}, column '{name}': the value holds a zero byte, "
                "which PostgreSQL cannot store. Remove it from the file."
            )
    return None


def quoted(name: str) -> str:
    """schema.table as DuckDB's quoted identifiers."""
    return ".".join('"' + part.replace('"', '""') + '"' for part in name.split(".", 1))


if __name__ == "__main__":
    sys.exit(main())
