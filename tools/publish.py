"""Publishes what a build has made: the tables of `serving` as files that a BI tool can open.

    crm_published/current/serving.duckdb      every table, in the schema crm_serving
    crm_published/current/<table>.parquet     the same, a file a table

A build holds crm.duckdb for itself and replaces one table after the other. Readers use the
publication instead: a folder that is written under another name and put in place by one rename,
so that whoever opens it finds the former publication or the new one, never half of it.
docs/publishing.md says how to read it.

`make build` calls this after a good build. By itself: tools/publish.py crm.duckdb
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from contextlib import contextmanager
from pathlib import Path

import duckdb

SCHEMA = "crm_serving"
# A reader that has looked up where `current` leads has the time of two publications to open it.
KEPT = 3
PARTIAL = ".partial"


class NotPublishedError(Exception):
    """What was built cannot be published; the message says why and what to do."""


def main() -> int:
    """Publishes the database named on the command line; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("database", help="the DuckDB file that was built")
    parser.add_argument("--to", default="", help="the folder; else <database>_published")
    arguments = parser.parse_args()
    database = Path(arguments.database)
    try:
        published = publish(database, Path(arguments.to) if arguments.to else folder_of(database))
    except NotPublishedError as reason:
        print(f"Nothing is published: {reason}", file=sys.stderr)
        return 1
    print(f"Published to {published}.")
    return 0


def folder_of(database: Path) -> Path:
    """Where a database is published: crm.duckdb to crm_published, beside it."""
    return database.with_name(f"{database.stem}_published")


def publish(database: Path, folder: Path) -> Path:
    """Publishes the last build of a database into a folder; returns the way to it.

    Raises NotPublishedError, and leaves what was published before, unless that build is whole.
    """
    if not database.is_file():
        raise NotPublishedError(f"there is no database {database}. Build it first: make build")
    with alone_in(folder):
        for leftover in [*folder.glob(f"*{PARTIAL}"), *(folder / "builds").glob(f"*{PARTIAL}")]:
            remove(leftover)

        partial = folder / "builds" / PARTIAL
        partial.mkdir(parents=True)
        build_id, as_of_on = write_tables(database, partial)
        for path in partial.iterdir():
            # whoever opens it to write would leave a journal beside it
            path.chmod(0o444)
            sync(path)
        sync(partial)

        version = folder / "builds" / f"{as_of_on}_{build_id}"
        if version.exists():
            # what is published already stays as it is: somebody may be reading it
            remove(partial)
        else:
            partial.rename(version)
            sync(version.parent)
        point_to(version, folder / "current")
        forget_old(folder)
    return folder / "current"


def write_tables(database: Path, folder: Path) -> tuple[str, str]:
    """Writes every table of serving in both forms; returns the build's id and as-of date."""
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        try:
            connection.execute(f"attach '{quoted(database)}' as built (read_only)")
        except duckdb.IOException as error:
            raise NotPublishedError(f"the database cannot be opened: {error}") from error
        build = whole_build(connection)
        connection.execute(f"attach '{quoted(folder / 'serving.duckdb')}' as published")
        connection.execute(f"create schema published.{SCHEMA}")
        for table in tables(connection):
            name = f'{SCHEMA}."{table}"'
            connection.execute(f"create table published.{name} as select * from built.{name}")
            connection.execute(
                f"copy built.{name} to '{quoted(folder / f'{table}.parquet')}' (format parquet)"
            )
        # without a journal beside it a file can be moved
        connection.execute("checkpoint published")
        connection.execute("detach published")
    return build


def whole_build(connection: duckdb.DuckDBPyConnection) -> tuple[str, str]:
    """The id and as-of date of the last build, when it came to its end."""
    try:
        last = connection.execute("""
            select current_build.build_id, current_build.as_of_on, manifest.build_id
            from built.crm_segments.current_build
            left join built.crm_serving.build_manifest as manifest using (build_id)
        """).fetchone()
    except duckdb.CatalogException as error:
        raise NotPublishedError("the database holds no whole build yet. Run: make build") from error
    if last is None or last[2] is None:
        raise NotPublishedError(
            "the last build did not come to its end, so its tables may be of two builds. "
            "Run: make build"
        )
    return last[0], last[1].isoformat()


def tables(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """The names of the tables of serving."""
    rows = connection.execute(
        "select table_name from duckdb_tables() "
        "where database_name = 'built' and schema_name = ? order by table_name",
        [SCHEMA],
    ).fetchall()
    # a build that was killed may leave the table it was about to put in place
    return [name for (name,) in rows if not name.endswith(("__dbt_tmp", "__dbt_backup"))]


def point_to(version: Path, pointer: Path) -> None:
    """Makes the pointer lead to a version, in one step for whoever looks."""
    following = pointer.with_name(f"{pointer.name}{PARTIAL}")
    following.symlink_to(version.relative_to(pointer.parent))
    os.replace(following, pointer)
    sync(pointer.parent)


def forget_old(folder: Path) -> None:
    """Deletes all publications but the last ones."""
    current = (folder / "current").resolve()
    others = [path for path in (folder / "builds").iterdir() if path != current]
    others.sort(key=lambda path: path.stat().st_mtime, reverse=True)
    for path in others[KEPT - 1 :]:
        remove(path)


def remove(path: Path) -> None:
    """Deletes a file, a pointer or a folder. A folder leaves its name first: no half of it is
    ever found under that."""
    if path.is_symlink() or path.is_file():
        path.unlink()
        return
    if not path.name.endswith(PARTIAL):
        path = path.rename(path.with_name(f"{path.name}{PARTIAL}"))
    shutil.rmtree(path)


def sync(path: Path) -> None:
    """Waits until a file, or the names in a folder, are on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def alone_in(folder: Path):
    """Lets one publisher into the folder at a time; the lock goes with its process."""
    import fcntl

    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise NotPublishedError(f"another process is publishing to {folder}.") from error
        yield


def quoted(path: Path) -> str:
    """A path as the inside of a SQL text."""
    return str(path).replace("'", "''")


if __name__ == "__main__":
    sys.exit(main())
