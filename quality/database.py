"""The tables at both doors, on DuckDB and Postgres: which there are, and what is in them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

# Columns a loader adds; what is in them is not the system's.
OF_LOADERS = ("_row", "_fivetran_", "_airbyte_", "_dlt_", "__hevo")


@dataclass(frozen=True)
class Table:
    """A table at one of the doors: landed (raw_<system>) or published (crm_serving)."""

    door: str
    schema: str
    name: str
    columns: dict[str, str]

    @property
    def label(self) -> str:
        """What people call it: csv/orders for what landed, else the table's name."""
        if self.door == "landed":
            return f"{self.schema.removeprefix('raw_')}/{self.name}"
        return self.name


def settings() -> dict[str, str]:
    """Where the Postgres is, from the variables that profiles.yml reads."""
    given = os.environ.get
    return {
        "host": given("CRM_SEGMENTS_PG_HOST", "localhost"),
        "port": given("CRM_SEGMENTS_PG_PORT", "5432"),
        "user": given("CRM_SEGMENTS_PG_USER", "postgres"),
        "password": given("CRM_SEGMENTS_PG_PASSWORD", ""),
        "dbname": given("CRM_SEGMENTS_PG_DBNAME", "crm_segments"),
    }


def sqlalchemy_url() -> str:
    """The same as Great Expectations takes it."""
    at = settings()
    password = f":{at['password']}" if at["password"] else ""
    return f"postgresql+psycopg2://{at['user']}{password}@{at['host']}:{at['port']}/{at['dbname']}"


@contextmanager
def connect(target: str, database: str) -> Iterator:
    """A cursor that only reads."""
    if target == "duckdb":
        import duckdb

        with duckdb.connect(database, read_only=True) as connection:
            connection.execute("set TimeZone = 'UTC'")
            yield connection
    else:
        import psycopg2

        connection = psycopg2.connect(**settings())
        try:
            connection.set_session(readonly=True)
            yield connection.cursor()
        finally:
            connection.close()


def tables(cursor, door: str) -> list[Table]:
    """The tables of a door, in alphabetical order."""
    schemas = "raw!_%" if door == "landed" else "crm!_serving"
    cursor.execute(f"""
        select table_schema, table_name, column_name, lower(data_type)
        from information_schema.columns
        where
            table_schema like '{schemas}' escape '!'
            and table_schema != 'raw_files'
            and table_name not in ('build_counts', 'build_manifest')
        order by table_schema, table_name, ordinal_position
    """)
    found: dict[tuple[str, str], dict[str, str]] = {}
    for schema, name, column, data_type in cursor.fetchall():
        columns = found.setdefault((schema, name), {})
        if not column.startswith(OF_LOADERS):
            columns[column] = data_type
    return [Table(door, schema, name, columns) for (schema, name), columns in found.items()]
