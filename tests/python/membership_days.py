"""A company whose days a test makes up, built day by day: the segments and the history alone.

    company = Company(folder, engine=engine, server=server)
    company.people = {"ann": {"order_count": 4}}
    company.day("2026-06-01")
    assert company.members() == {("vip", "ann")}

`Consumer` is what a reverse-ETL tool is to the change feed: it remembers a number and who is in.
"""

from __future__ import annotations

import json
import time
from datetime import date

from build import close_duckdb, tidy
from dbt.cli.main import dbtRunner
from project import Result, as_result, environment, own_copy
from segment_project import SegmentProject


class Consumer:
    """Reads the changes after the last number it saw, and applies them."""

    def __init__(self) -> None:
        self.last_number = 0
        self.members: dict[tuple[str, str], tuple] = {}

    def follow(self, company: Company) -> list[tuple]:
        """Applies what is new and returns it."""
        rows = company.query(
            "select sequence_number, segment_id, contact_id, is_member, variant, is_primary, "
            "is_permitted, is_actionable, change_type, reason, effective_on "
            "from crm_segments.segment_membership_changes "
            f"where sequence_number > {self.last_number} order by sequence_number"
        )
        for number, segment, contact, is_member, *standing in rows:
            assert number == self.last_number + 1
            self.last_number = number
            if is_member:
                self.members[segment, contact] = tuple(standing[:4])
            else:
                del self.members[segment, contact]
        return rows


class Destination:
    """A system that is told changes of its records' memberships, and never reads the whole."""

    def __init__(self) -> None:
        self.last_number = 0
        self.members: set[tuple[str, str]] = set()

    def follow(self, company: Company) -> list[tuple]:
        """Applies what has a greater number than the last one; returns it."""
        rows = company.query(
            "select sequence_number, segment_id, destination_record_id, is_member, absent_because "
            "from crm_serving.sync_segment_memberships "
            f"where sequence_number > {self.last_number} order by sequence_number"
        )
        for number, segment, record, is_member, _ in rows:
            self.last_number = number
            (self.members.add if is_member else self.members.discard)((segment, record))
        return [row[1:] for row in rows]


class Company(SegmentProject):
    """Segments over people whom a test changes from day to day. The project is parsed once."""

    def __init__(self, *arguments, **options) -> None:
        super().__init__(*arguments, **options)
        self._parsed = None
        self.start_over()

    def start_over(self) -> None:
        """Nobody, no segment, and no memory of any."""
        self.people: dict[str, dict] = {}
        self.activities: list[tuple[str, str, int]] = []
        self.merges: list[tuple[str, str, str, str]] = []
        self.permissions: dict[tuple[str, str, str], bool] = {}
        self.segments: dict[str, dict] = {}
        self.rules: list[dict] = []
        self.overrides: list[dict] = []
        self.records: list[dict] = []
        self.syncs: list[dict] = []
        self.consumer = Consumer()
        # with it, a handful of people cannot change without being a jump
        self.breaker = False
        for schema in ("crm_state", "crm_segments", "crm_serving"):
            self.execute(f"drop schema if exists {schema} cascade")

    def execute(self, sql: str) -> None:
        """Runs a statement on the database."""
        with self._cursor() as cursor:
            cursor.execute(sql)

    def segment(self, segment_id: str, *conditions: str, **cells) -> None:
        """Defines or redefines a segment by conditions such as 'order_count >= 3'."""
        self.segments[segment_id] = {"segment_id": segment_id, **cells}
        self.rules = [line for line in self.rules if line["segment_id"] != segment_id]
        for condition in conditions:
            feature, operator, *value = condition.split()
            self.rules.append(
                {
                    "segment_id": segment_id,
                    "feature_name": feature,
                    "operator": operator,
                    "comparison_value": " ".join(value),
                }
            )

    def day(self, as_of: str | date, *, full_refresh: bool = False, expect: bool = True) -> Result:
        """Builds a day; the consumer follows and must end with the members."""
        self.as_of = str(as_of)
        self.give_people(
            [{"contact_id": name, **features} for name, features in self.people.items()]
        )
        if self.records:
            standard = {"source_system": "hubspot", "record_type": "contact", "is_deleted": False}
            self.give(
                "contact_records", [standard | {"is_primary": False} | row for row in self.records]
            )
        self.give(
            "contact_activity_days",
            [
                {"contact_id": name, "activity_on": day, "activity_type": "order_placed",
                 "activity_count": count, "value_total": 0}
                for name, day, count in self.activities
                if day <= self.as_of and name in self.people
            ],
        )  # fmt: skip
        self.give(
            "contact_merges",
            [
                {"old_contact_id": old, "current_contact_id": new, "change_type": kind,
                 "changed_on": day}
                for old, new, kind, day in self.merges
            ],
        )  # fmt: skip
        self.give(
            "contact_permissions",
            [
                {"contact_id": name, "channel": channel, "purpose": purpose, "is_permitted": said}
                for (name, channel, purpose), said in self.permissions.items()
                if name in self.people
            ],
        )
        self.define(list(self.segments.values()), self.rules, self.overrides, syncs=self.syncs)
        result = self.build_all(full_refresh=full_refresh)
        if expect:
            assert result.success, result.message
            self.consumer.follow(self)
            assert self.consumer.members == self.standing()
        return result

    def build_all(self, *, full_refresh: bool = False) -> Result:
        """dbt build with the singular data tests, on the project as parsed once."""
        options = ["--target", self.engine, "--project-dir", str(self.folder)]
        options += ["--profiles-dir", str(self.folder)]
        options += ["--target-path", str(self.folder / "target")]
        options += ["--log-path", str(self.folder / "logs"), "--vars", json.dumps(self.variables)]
        lines: list[str] = []

        def listen(event) -> None:
            if event.info.level in ("info", "warn", "error"):
                lines.append(tidy(event.info.msg))

        command = ["build", "--no-write-json", "--exclude-resource-type", "unit_test"]
        command += ["--exclude", "test_type:generic"]
        if not self.breaker:
            command.append("assert_publication_may_go_ahead")
        command += ["--full-refresh"] if full_refresh else []
        started = time.monotonic()
        with environment(self._settings() | {"CRM_SEGMENTS_AS_OF": self.as_of}):
            try:
                if self._parsed is None:
                    self._parsed = dbtRunner().invoke(["--log-level", "none", "parse", *options])
                    assert self._parsed.success, self._parsed.exception
                outcome = dbtRunner(
                    manifest=own_copy(self._parsed.result), callbacks=[listen]
                ).invoke(["--log-level", "none", *command, *options])
            finally:
                close_duckdb()
        return as_result(outcome, "\n".join(lines), time.monotonic() - started)

    @property
    def variables(self) -> dict:
        """Variables of every build."""
        return {"crm_sources": ["csv"]}

    def standing(self) -> dict[tuple[str, str], tuple]:
        """{(segment, contact): variant, primary, permitted, actionable} of segment_memberships."""
        return {
            (segment, contact): ("holdout" if held else "treatment", *flags)
            for segment, contact, held, *flags in self.query(
                "select segment_id, contact_id, is_holdout, is_primary, is_permitted, "
                "is_actionable from crm_segments.segment_memberships"
            )
        }

    def members(self) -> set[tuple[str, str]]:
        """(segment, contact) of segment_memberships."""
        return set(self.standing())

    def history(self, columns: str = "", segment: str = "vip") -> list[tuple]:
        """Rows of the history of a segment as they were opened, dates as text."""
        columns = columns or "contact_id, valid_from, valid_to, reason_in, reason_out"
        rows = self.query(
            f"select {columns} from crm_state.segment_membership_history "
            f"where segment_id = '{segment}' order by contact_id, opened_sequence"
        )
        return [
            tuple(str(cell) if isinstance(cell, date) else cell for cell in row) for row in rows
        ]

    def whole_history(self) -> list[tuple]:
        """Every row and column of the history."""
        return sorted(
            self.query("select * from crm_state.segment_membership_history"), key=lambda r: r[0]
        )
