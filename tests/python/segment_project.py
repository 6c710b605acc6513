"""The segment models alone, on features that a test makes up.

    project = SegmentProject(folder)
    project.give("contact_features", [{"contact_id": "ann", "order_count": 4}])
    project.define([{"segment_id": "vip", ...}], [{"segment_id": "vip", ...}])
    result = project.build()

The macros, models and seeds are copies of the repository's; only what the segments read from
earlier layers is given by hand, and its YAML (the contract) is the repository's.
"""

from __future__ import annotations

import csv
import json
import shutil
import time
from pathlib import Path

import duckdb
import psycopg2
import psycopg2.extras
import yaml
from build import close_duckdb, tidy
from dbt.cli.main import dbtRunner
from postgres import Server
from project import ROOT, SAMPLE_AS_OF, Result, as_result, csv_text, environment

COPIED = ["macros", "models/marts/segments", "models/marts/serving", "seeds/segments"]
COPIED += ["seeds/serving"]
COPIED += ["tests/generic", "analyses"]
BEHAVIOURS = "seeds/features/behaviour_features.csv"
ATTRIBUTES = "seeds/features/attribute_features.csv"
FEATURE_SEEDS_YAML = ROOT / "seeds/features/_features__seeds.yml"
FEATURE_YAML = ROOT / "models/marts/features/_features__models.yml"

# What the segments read of the earlier layers, and the columns that they read of it; the
# features' columns are those of their contract.
GIVEN = {
    "contacts": {
        "contact_id": "text",
        "full_name": "text",
        "first_name": "text",
        "last_name": "text",
        "email": "text",
        "phone": "text",
        "company_id": "text",
        "company_name": "text",
        "job_title": "text",
        "city": "text",
        "region": "text",
        "country": "text",
        "postal_code": "text",
        "language": "text",
        "gender": "text",
        "source_channel": "text",
        "lifecycle_stage": "text",
        "lead_status": "text",
        "owner": "text",
        "is_email_mailable": "boolean",
        "is_guest": "boolean",
        "is_archived": "boolean",
    },
    "contact_records": {
        "contact_record_key": "text",
        "contact_id": "text",
        "source_system": "text",
        "source_instance": "text",
        "source_contact_id": "text",
        "record_type": "text",
        "is_deleted": "boolean",
        "is_primary": "boolean",
        "updated_at": "timestamp",
    },
    "int_erasures__listed": {
        "identifier_hash": "text",
        "identifier_type": "text",
        "admitted_from": "date",
    },
    "contact_permissions": {
        "contact_id": "text",
        "channel": "text",
        "purpose": "text",
        "is_permitted": "boolean",
    },
    "contact_record_tags": {"contact_record_key": "text", "contact_id": "text", "tag": "text"},
    "contact_suppressions": {
        "contact_id": "text",
        "is_out_of_segments": "boolean",
        "is_out_of_scores": "boolean",
    },
    "lifecycle_stages": {"contact_id": "text", "lapses_on": "date"},
    "activities": {
        "contact_id": "text",
        "activity_type": "text",
        "occurred_on": "date",
        "value": "numeric(18, 4)",
    },
    "orders": {"contact_id": "text", "ordered_on": "date", "net_revenue": "numeric(18, 4)"},
    "source_counts": {
        "source_name": "text",
        "source_system": "text",
        "record_kind": "text",
        "row_count": "bigint",
        "newest_on": "date",
    },
    "contact_merges": {
        "old_contact_id": "text",
        "current_contact_id": "text",
        "change_type": "text",
        "changed_on": "date",
    },
    "contact_activity_days": {
        "contact_id": "text",
        "activity_on": "date",
        "activity_type": "text",
        "activity_count": "bigint",
        "value_total": "numeric(18, 4)",
    },
}

SQL_TYPES = {"text": "text", "number": "numeric(18, 4)", "date": "date", "yes_no": "boolean"}

DEFINITION = {
    "status": "active",
    "channel": "email",
    "purpose": "marketing",
    "priority": "1",
}


def feature_columns() -> dict[str, dict]:
    """{feature: its YAML} of contact_features."""
    models = yaml.safe_load(FEATURE_YAML.read_text())["models"]
    (model,) = [model for model in models if model["name"] == "contact_features"]
    return {column["name"]: column for column in model["columns"]}


def behaviour_names() -> list[str]:
    """The features that behaviour_features.csv declares."""
    with (ROOT / BEHAVIOURS).open() as file:
        return [line["feature_name"] for line in csv.DictReader(file)]


def attribute_kinds() -> dict[str, str]:
    """{feature: kind} of what attribute_features.csv declares."""
    with (ROOT / ATTRIBUTES).open() as file:
        return {line["feature_name"]: line["kind"] for line in csv.DictReader(file)}


def feature_kinds() -> dict[str, str]:
    """{feature: kind} as the rules know it: text, number, date, yes_no or list."""
    words = {"string": "text", "date": "date", "boolean": "yes_no"}
    declared = dict.fromkeys(behaviour_names(), "number") | attribute_kinds()
    return declared | {
        name: "list"
        if column.get("config", {}).get("meta", {}).get("kind") == "list"
        else words.get(column["data_type"], "number")
        for name, column in feature_columns().items()
        if name not in ("contact_id", "as_of_on", "is_archived", "is_out_of_segments")
    }


class SegmentProject:
    """A folder with a dbt project of the segment and serving models, and its database.

    `engine` is duckdb or postgres; the latter needs a server. The database is this project's own.
    """

    def __init__(
        self,
        folder: Path,
        *,
        engine: str = "duckdb",
        server: Server | None = None,
        as_of: str = SAMPLE_AS_OF,
    ):
        self.folder = folder
        self.engine = engine
        self.server = server
        self.as_of = as_of
        self.database = "segments_alone"
        for path in COPIED:
            shutil.copytree(ROOT / path, folder / path)
        # not under their own name, or dbt would take `segments` for the folder
        shutil.copytree(ROOT / "tests/segments", folder / "tests/of_segments")
        shutil.copytree(ROOT / "tests/serving", folder / "tests/of_serving")
        for name in ("profiles.yml", "dbt_project.yml"):
            shutil.copy(ROOT / name, folder / name)
        settings = yaml.safe_load((folder / "dbt_project.yml").read_text())
        settings["on-run-start"] = ["{{ check_history() }}"]
        self.seed_columns = {
            seed["name"]: [column["name"] for column in seed["columns"]]
            for room in ("segments", "serving")
            for seed in yaml.safe_load((folder / f"seeds/{room}/_{room}__seeds.yml").read_text())[
                "seeds"
            ]
        }
        self._write_seed("segment_syncs", [], "seeds/serving")
        (folder / "dbt_project.yml").write_text(yaml.safe_dump(settings))
        if engine == "postgres":
            server.sql(f"drop database if exists {self.database} with (force)")
            server.sql(f"create database {self.database}")
        self._write_given_models()

    def give(self, name: str, rows: list[dict]) -> None:
        """Fills one of contact_features, contacts and contact_permissions; cells left out are
        null, or where nulls are not allowed 0, false, '' or the as-of date."""
        columns = self.given[name]
        blank = {"integer": 0, "boolean": False, "text": "", "date": self.as_of}
        fillers = {
            column: blank.get(type_, 0) if column in self.required else None
            for column, type_ in columns.items()
        }
        values = [tuple((fillers | row)[column] for column in columns) for row in rows]
        marks = ", ".join(["?" if self.engine == "duckdb" else "%s"] * len(columns))
        with self._cursor() as cursor:
            cursor.execute(f"delete from given.{name}")
            if values:
                cursor.executemany(f"insert into given.{name} values ({marks})", values)

    def give_people(self, features: list[dict]) -> None:
        """Gives contact_features, contact_behaviours and contact_attribute_values, and for each a
        contact with an e-mail address and a record whose key is csv:<contact_id>."""
        self.give("contact_features", features)
        self.give("contact_behaviours", features)
        self.give("contact_attribute_values", features)
        self.give(
            "contact_records",
            [
                {
                    "contact_id": row["contact_id"],
                    "contact_record_key": f"csv:{row['contact_id']}",
                }
                for row in features
            ],
        )
        self.give(
            "contacts",
            [
                {
                    "contact_id": row["contact_id"],
                    "email": f"{row['contact_id']}@example.com",
                    "is_email_mailable": True,
                }
                for row in features
            ],
        )

    def define(
        self,
        definitions: list[dict] | str,
        rules: list[dict] | str,
        overrides: list[dict] | None = None,
        lists: list[dict] | None = None,
        syncs: list[dict] | None = None,
    ) -> None:
        """Writes the seeds, from lines (a definition's defaults filled in) or as text."""
        if not isinstance(definitions, str):
            definitions = [
                DEFINITION | {"segment_name": line.get("segment_id", ""), **line}
                for line in definitions
            ]
        if not isinstance(rules, str):
            rules = [{"rule_group": "1", **line} for line in rules]
        self._write_seed("segment_definitions", definitions)
        self._write_seed("segment_rules", rules)
        self._write_seed("segment_overrides", overrides or [])
        self._write_seed("static_lists", lists or [])
        self._write_seed("segment_syncs", syncs or [], "seeds/serving")

    def _write_seed(
        self, name: str, lines: list[dict] | str, folder: str = "seeds/segments"
    ) -> None:
        if not isinstance(lines, str):
            blank = dict.fromkeys(self.seed_columns[name])
            lines = csv_text([blank | line for line in lines] or [blank])
        (self.folder / folder / f"{name}.csv").write_text(lines)

    def build(self, select: str = "", *, tests: bool = False, **variables) -> Result:
        """Runs dbt build, without unit tests."""
        arguments = ["build", "--exclude-resource-type", "unit_test"]
        if not tests:
            arguments += ["--exclude-resource-type", "test"]
        return self.run(*arguments, *(["--select", *select.split()] if select else []), **variables)

    def analyse(self, name: str, **variables) -> list[tuple]:
        """The rows of an analysis, from its compiled SQL."""
        result = self.run("compile", "--select", name, **variables)
        assert result.success, result.message
        (file,) = (self.folder / "target/compiled").rglob(f"analyses/{name}.sql")
        return self.query(file.read_text())

    def run(self, *arguments: str, **variables) -> Result:
        """Runs any dbt command on the project."""
        options = ["--target", self.engine, "--project-dir", str(self.folder)]
        options += ["--profiles-dir", str(self.folder), "--no-write-json"]
        options += ["--target-path", str(self.folder / "target")]
        options += ["--log-path", str(self.folder / "logs")]
        options += ["--vars", json.dumps({"as_of_date": self.as_of, **variables})]
        lines: list[str] = []

        def listen(event) -> None:
            if event.info.level in ("info", "warn", "error"):
                lines.append(tidy(event.info.msg))

        started = time.monotonic()
        command, *rest = arguments
        with environment(self._settings()):
            try:
                outcome = dbtRunner(callbacks=[listen]).invoke(
                    ["--log-level", "none", command, *rest, *options]
                )
            finally:
                close_duckdb()
        return as_result(outcome, "\n".join(lines), time.monotonic() - started)

    def query(self, sql: str) -> list[tuple]:
        """Runs a query on what was built; a tuple a row."""
        with self._cursor() as cursor:
            cursor.execute(sql)
            return [tuple(row) for row in cursor.fetchall()]

    def matches(self) -> dict[tuple[str, str], int]:
        """{(segment_id, contact_id): rule_group} as built."""
        return {
            (segment, contact): group
            for segment, contact, group in self.query(
                "select segment_id, contact_id, rule_group from crm_segments.segment_matches"
            )
        }

    def _settings(self) -> dict[str, str]:
        settings = {
            "CRM_SEGMENTS_DUCKDB": str(self.folder / "segments_alone.duckdb"),
            "DO_NOT_TRACK": "1",
        }
        return settings | (self.server.environment(self.database) if self.server else {})

    def _cursor(self):
        if self.engine == "duckdb":
            return duckdb.connect(str(self.folder / "segments_alone.duckdb"))
        settings = self._settings()
        connection = psycopg2.connect(
            host=settings["CRM_SEGMENTS_PG_HOST"],
            port=settings["CRM_SEGMENTS_PG_PORT"],
            user=settings["CRM_SEGMENTS_PG_USER"],
            dbname=self.database,
        )
        connection.autocommit = True
        return connection.cursor()

    def _write_given_models(self) -> None:
        columns = feature_columns()
        models = self.folder / "models/given"
        models.mkdir()
        for docs in (ROOT / "models").rglob("*.md"):
            if not (self.folder / docs.relative_to(ROOT)).exists():
                shutil.copy(docs, models / f"{docs.parent.name}{docs.name}")
        plain = [
            {key: value for key, value in column.items() if key != "data_tests"}
            for column in columns.values()
        ]
        (models / "_given__models.yml").write_text(
            yaml.safe_dump({"models": [{"name": "contact_features", "columns": plain}]}, width=1000)
        )
        seeds = self.folder / "seeds/features"
        seeds.mkdir()
        declared = yaml.safe_load(FEATURE_SEEDS_YAML.read_text())["seeds"]
        copied = {Path(path).stem: path for path in (BEHAVIOURS, ATTRIBUTES)}
        for path in copied.values():
            shutil.copy(ROOT / path, seeds)
        for name in ("behaviours", "custom_attributes"):
            shutil.copy(ROOT / f"models/marts/features/{name}.sql", models)
        (seeds / "_features__seeds.yml").write_text(
            yaml.safe_dump(
                {"seeds": [seed for seed in declared if seed["name"] in copied]}, width=1000
            )
        )
        self.required = {
            name
            for name, column in columns.items()
            if {"type": "not_null"} in column.get("constraints", [])
        }
        self.given = GIVEN | {
            "contact_features": {
                name: column["data_type"].replace("string", "text")
                for name, column in columns.items()
            },
            "contact_behaviours": {
                "contact_id": "text",
                **dict.fromkeys(behaviour_names(), "integer"),
            },
            "contact_attribute_values": {
                "contact_id": "text",
                **{name: SQL_TYPES[kind] for name, kind in attribute_kinds().items()},
            },
        }
        with self._cursor() as cursor:
            cursor.execute("create schema if not exists given")
            for name, types in self.given.items():
                listed = ", ".join(f"{column} {type_}" for column, type_ in types.items())
                cursor.execute(f"create table given.{name} ({listed})")
        for name in self.given:
            (models / f"{name}.sql").write_text(f"select * from given.{name}\n")
