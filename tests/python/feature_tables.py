"""What the tests of the feature models share: the seeds as the reference takes them, the core
tables of a build, and the models' own SQL run on tables made by hand.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from decimal import Decimal

import duckdb
import psycopg2
from project import ROOT, Project

SEEDS = ROOT / "seeds" / "features"
CORE = (
    "contacts",
    "companies",
    "orders",
    "order_items",
    "activities",
    "carts",
    "deals",
    "contact_permissions",
    "contact_suppressions",
    "contact_tags",
    "contact_attributes",
    "exchange_rates",
)


def read_seed(name: str) -> list[dict[str, str]]:
    """The lines of a seed of the features, as text."""
    with (SEEDS / f"{name}.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def reference_seeds() -> dict[str, object]:
    """The seeds in the shapes that reference.features takes."""
    thresholds: dict[str, list[Decimal]] = {}
    for line in sorted(read_seed("rfm_thresholds"), key=lambda line: int(line["cut_order"])):
        thresholds.setdefault(line["metric"], []).append(Decimal(line["cut_point"]))
    return {
        "grid": {
            (int(line["recency_score"]), int(line["frequency_score"])): line["rfm_group"]
            for line in read_seed("rfm_grid")
        },
        "thresholds": thresholds,
        "lifecycle": {
            line["threshold_name"]: Decimal(line["threshold_value"])
            for line in read_seed("lifecycle_thresholds")
        },
        "weights": {
            line["activity_type"]: {
                "points": Decimal(line["points"]),
                "fades_over_days": int(line["fades_over_days"]),
                "max_per_day": int(line["max_per_day"]),
            }
            for line in read_seed("engagement_weights")
        },
        "levels": {
            line["engagement_level"]: int(line["min_score"])
            for line in read_seed("engagement_levels")
        },
        "fit_points": read_seed("lead_fit_points"),
        "time_zones": {
            line["country"]: line["time_zone"] for line in read_seed("country_time_zones")
        },
        "grades": {
            dimension: {
                line["grade"]: int(line["min_score"])
                for line in read_seed("lead_grades")
                if line["dimension"] == dimension
            }
            for dimension in ("fit", "engagement")
        },
    }


def core_tables(project: Project) -> dict[str, list[dict]]:
    """The core tables that features are made of, as they were built."""
    return {name: project.query(f"select * from crm_core.{name}") for name in CORE}


def differences(
    expected: Mapping[str, Mapping[str, object]], actual: Mapping[str, Mapping[str, object]]
) -> list[str]:
    """What differs between {contact_id: {column: value}}, in words; columns as in expected."""
    missing = [f"{key}: missing" for key in expected.keys() - actual.keys()]
    extra = [f"{key}: should not be there" for key in actual.keys() - expected.keys()]
    wrong = [
        f"{key}.{column}: {actual[key][column]!r}, should be {value!r}"
        for key in expected.keys() & actual.keys()
        for column, value in expected[key].items()
        if actual[key][column] != value
    ]
    return sorted(missing + extra + wrong)


class Bench:
    """Runs compiled models and tests of a project on tables made by hand, many times a second.

    The project is compiled, not built; its database holds nothing but these tables.
    """

    def __init__(self, project: Project, *names: str) -> None:
        compiled = project.run("compile", "--select", *names)
        assert compiled.success, compiled.message
        target = project.folder / "target" / "compiled" / "crm_segments"
        self.sql = {path.stem: path.read_text() for path in target.rglob("*.sql")}
        self.connection = connect(project)
        self.cursor = self.connection.cursor()
        for schema in ("crm_features", "crm_seeds"):
            self.cursor.execute(f"create schema if not exists {schema}")

    def put(self, table: str, columns: Mapping[str, str], rows: Iterable[tuple]) -> None:
        """Makes a table anew: {column: SQL type} and its rows."""
        described = ", ".join(f"{name} {kind}" for name, kind in columns.items())
        self.cursor.execute(f"drop table if exists {table} cascade")
        self.cursor.execute(f"create table {table} ({described})")
        rows = list(rows)
        if rows:
            values = ", ".join(f"({', '.join(map(literal, row))})" for row in rows)
            self.cursor.execute(f"insert into {table} values {values}")

    def make(self, name: str, schema: str = "crm_features") -> None:
        """Makes the table of a model from its compiled SQL."""
        self.cursor.execute(f"drop table if exists {schema}.{name} cascade")
        self.cursor.execute(f"create table {schema}.{name} as {self.sql[name]}")

    def rows(self, sql: str) -> list[tuple]:
        """The rows of a query."""
        self.cursor.execute(sql)
        return self.cursor.fetchall()

    def complaint(self, test: str) -> str:
        """What a data test says when it stops the build; empty when it passes."""
        try:
            # as dbt wraps it
            self.cursor.execute(f"select count(*) from ({self.sql[test]}) as failing")
        except (duckdb.Error, psycopg2.Error) as error:
            return str(error)
        count = self.cursor.fetchone()[0]
        assert count == 0, f"{test} counts {count} rows and does not say why"
        return ""

    def close(self) -> None:
        """Closes the connection."""
        self.connection.close()


def connect(project: Project):
    """A connection to a project's database that can write, each statement for itself."""
    if project.engine == "duckdb":
        return duckdb.connect(str(project.duckdb_file))
    connection = project._connect()
    connection.autocommit = True
    return connection


def literal(value: object) -> str:
    """A value as SQL."""
    if value is None:
        return "null"
    if isinstance(value, (int, Decimal)):
        return str(value)
    return "'" + str(value).replace("'", "''") + "'"


def seed_columns(name: str) -> dict[str, str]:
    """{column: SQL type} of a seed of the features."""
    types = {
        "recency_score": "integer",
        "frequency_score": "integer",
        "sort_order": "integer",
        "cut_order": "integer",
        "fades_over_days": "integer",
        "max_per_day": "integer",
        "min_score": "integer",
        "cut_point": "numeric(18, 4)",
        "threshold_value": "numeric(18, 4)",
        "points": "numeric(18, 4)",
    }
    return {column: types.get(column, "text") for column in read_seed(name)[0]}
