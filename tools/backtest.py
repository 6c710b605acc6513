"""`make backtest`: what segments would have been at the month ends of the last year.

    python tools/backtest.py --segments win_back,draft

For each month end the features are computed as of that day, in schemas of their own, and the
definitions as they are in the files now are evaluated on them: resting ones too. What is
published stays. The result is the table segment_backtest; two segments are printed side by side.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Iterable
from contextlib import closing
from datetime import date, timedelta

import duckdb
from build import PROJECT, close_duckdb, prepare_environment, tidy, with_remedy
from rich import box
from rich.console import Console
from rich.table import Table

# Where dbt keeps what it parsed: a backtest has other schemas, and must not make the next build
# read the whole project again.
TARGET_PATH = "target/backtest"
# All that depends on the as-of date, up to the memberships and what came after.
MODELS = (
    "int_consents__decided",
    "int_suppressions__stated",
    "contact_attributes",
    "implied_permissions",
    "contact_suppressions",
    "contact_permissions",
    "+backtest_measures,path:models/marts/features",
    "+backtest_measures,path:models/marts/segments",
)
MONTHS = 12
WIDTH = 110


class CannotBacktestError(Exception):
    """The message says what is wrong and what to do."""


def main() -> int:
    """Computes, prints; returns the exit code."""
    arguments = parse_arguments()
    console = Console(highlight=False)
    if not console.is_terminal or console.width > WIDTH:
        console = Console(highlight=False, width=WIDTH)
    complaint = prepare_environment(arguments)
    if complaint:
        console.print(complaint, markup=False)
        return 1
    try:
        until, published = last_build(arguments.target)
        segments = [name.strip() for name in arguments.segments.split(",") if name.strip()]
        dates = month_ends(until, arguments.months)
        rows = backtest(
            segments or published,
            dates,
            until,
            target=arguments.target,
            variables=json.loads(arguments.vars or "{}"),
            undated_allowed=arguments.undated == "allowed",
            tell=lambda text: console.print(text, markup=False),
        )
    except CannotBacktestError as error:
        console.print(str(error), markup=False, soft_wrap=True)
        return 1
    report(rows, segments or published, until, console)
    return 0


def parse_arguments() -> argparse.Namespace:
    """Reads the command line; an empty value is a value not given (make passes all)."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--segments", default="", help="segment_ids; empty: the active ones")
    parser.add_argument("--months", default="", help="how many month ends, 12 when empty")
    parser.add_argument("--undated", default="", help="allowed: use today's value of a field")
    parser.add_argument("--raw", default="", help="the folder that the database was built from")
    parser.add_argument("--db", default="", help="the DuckDB file")
    parser.add_argument("--target", default="", help="a target of profiles.yml")
    parser.add_argument("--vars", default="", help="dbt variables, as JSON")
    arguments = parser.parse_args()
    arguments.as_of = ""
    if not (arguments.months or str(MONTHS)).isdigit() or arguments.months == "0":
        parser.error(f"MONTHS is '{arguments.months}'. Write a whole number such as 12.")
    arguments.months = int(arguments.months or MONTHS)
    if arguments.undated not in ("", "allowed"):
        parser.error(f"UNDATED is '{arguments.undated}'. Write allowed, or leave it out.")
    return arguments


def month_ends(until: date, count: int) -> list[date]:
    """The last `count` month ends before a day, the earliest first."""
    ends = []
    day = until
    while len(ends) < count:
        day = day.replace(day=1) - timedelta(days=1)
        ends.append(day)
    return ends[::-1]


# ---- computing


def backtest(
    segments: Iterable[str],
    dates: Iterable[date],
    until: date,
    *,
    target: str,
    variables: dict | None = None,
    undated_allowed: bool = False,
    keep: bool = False,
    tell=print,
) -> list[dict]:
    """Evaluates the segments for each date; the rows of segment_backtest.

    `keep` leaves the features of the last date where they are.
    """
    from dbt.cli.main import dbtRunner

    settings = {
        **(variables or {}),
        "backtest_segments": list(segments),
        "backtest_until": until.isoformat(),
        "backtest_undated_allowed": undated_allowed,
    }
    place = ["--target", target, "--target-path", os.environ.get("DBT_TARGET_PATH", TARGET_PATH)]
    if not settings["backtest_segments"]:
        raise CannotBacktestError("No segment is active. Name some: make backtest SEGMENTS=a,b")

    def run(*arguments: str, as_of: date, manifest=None):
        errors: list[str] = []

        def listen(event) -> None:
            if event.info.level == "error":
                errors.append(tidy(event.info.msg))

        command, *rest = arguments
        outcome = dbtRunner(manifest=manifest, callbacks=[listen]).invoke(
            ["--log-level", "none", "--no-write-json", command, *rest, *place]
            + ["--vars", json.dumps({**settings, "as_of_date": as_of.isoformat()})]
        )
        if not outcome.success:
            raise CannotBacktestError(with_remedy(reason_of(outcome, errors)))
        return outcome

    dates = list(dates)
    try:
        manifest = run("parse", as_of=dates[0]).result
        run("seed", as_of=dates[0], manifest=manifest)
        for number, day in enumerate(dates):
            started = time.monotonic()
            # the first date begins the tables of a backtest anew
            fresh = ["--full-refresh"] if number == 0 else []
            run("run", "--select", *MODELS, *fresh, as_of=day, manifest=manifest)
            tell(f"{day}: {time.monotonic() - started:.0f} seconds")
        run("run", "--select", "segment_backtest", as_of=dates[-1], manifest=manifest)
        if not keep:
            run("run-operation", "drop_backtest_schemas", as_of=dates[-1], manifest=manifest)
    finally:
        close_duckdb()
    return read(
        "select * from {schema}_segments.segment_backtest "
        "order by as_of_on, horizon_days, segment_id",
        target,
    )


def reason_of(outcome, errors: list[str]) -> str:
    """Why a dbt command failed: the first node that did, else what dbt said."""
    failed = [
        result
        for result in getattr(outcome.result, "results", None) or []
        if str(result.status) in ("error", "fail")
    ]
    if failed and failed[0].message:
        return tidy(failed[0].message)
    return tidy(str(outcome.exception)) if outcome.exception else "\n".join(errors)


def last_build(target: str) -> tuple[date, list[str]]:
    """The date of the last build, and the segments it published."""
    rows = read("select segment_id, as_of_on from {schema}_segments.segments order by 1", target)
    if not rows:
        raise CannotBacktestError(
            "No segment is published yet, so there is no date to look back from. Build first: "
            "make build"
        )
    day = rows[0]["as_of_on"]
    if isinstance(day, str):
        day = date.fromisoformat(day[:10])
    return getattr(day, "date", lambda: day)(), [row["segment_id"] for row in rows]


def read(query: str, target: str) -> list[dict]:
    """A query's rows: from the DuckDB file itself, from another database through dbt."""
    if target == "duckdb":
        file = os.environ.get("CRM_SEGMENTS_DUCKDB", str(PROJECT / "crm.duckdb"))
        if not os.path.exists(file):
            raise CannotBacktestError(f"There is no database {file} yet. Build it: make build")
        try:
            with closing(duckdb.connect(file, read_only=True)) as connection:
                cursor = connection.execute(query.format(schema="crm"))
                names = [column[0] for column in cursor.description]
                return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
        except duckdb.Error as error:
            raise CannotBacktestError(
                f"{file} cannot be read: {error}\nIf it is not built yet: make build"
            ) from error
    from dbt.cli.main import dbtRunner

    outcome = dbtRunner().invoke(
        ["--log-level", "none", "show", "--limit", "-1", "--target", target]
        + ["--inline", query.format(schema="{{ target.schema }}")]
    )
    if not outcome.success:
        raise CannotBacktestError(
            f"The {target} database cannot be read. If it is not built yet: "
            f"make build TARGET={target}\n{reason_of(outcome, [])}"
        )
    table = outcome.result.results[0].agate_table
    return [dict(zip(table.column_names, row, strict=True)) for row in table.rows]


# ---- telling


def report(rows: list[dict], segments: list[str], until: date, console: Console) -> None:
    """A table a horizon: a line a date, the segments side by side."""
    for horizon in sorted({int(row["horizon_days"]) for row in rows}):
        cells = {
            (str(row["as_of_on"])[:10], row["segment_id"]): row
            for row in rows
            if int(row["horizon_days"]) == horizon
        }
        table = Table(
            box=box.SIMPLE_HEAD,
            pad_edge=False,
            title=f"Within {horizon} days: share who ordered, times that of the others (95 %)",
            title_justify="left",
        )
        table.add_column("Date", no_wrap=True)
        for segment in segments:
            table.add_column(segment)
        for day in sorted({day for day, _ in cells}):
            table.add_row(day, *[told(cells.get((day, segment))) for segment in segments])
        console.print(table)
    for segment in segments:
        undated = next((r["undated_features"] for r in rows if r["segment_id"] == segment), None)
        if undated:
            console.print(f"{segment} reads today's value of: {undated}.", markup=False)
    console.print(
        f"Month ends before {until}; definitions as they are in the files now. All columns: "
        "crm_segments.segment_backtest; what they mean: docs/backtest.md."
    )


def told(row: dict | None) -> str:
    """One cell: members, who came and went, and the lift with its interval."""
    if row is None:
        return ""
    size = f"{int(row['members']):,}"
    if row["entered"] is not None:
        size += f" (+{int(row['entered']):,} -{int(row['departed']):,})"
    if row["ordered_lift_low"] is None or row["verdict"] in ("too few", "window not over"):
        return f"{size}  {row['verdict']}"
    return (
        f"{size}  {float(row['ordered_share']):.1%}, {float(row['ordered_lift']):.2f} times "
        f"({float(row['ordered_lift_low']):.2f} to {float(row['ordered_lift_high']):.2f})"
    )


if __name__ == "__main__":
    sys.exit(main())
