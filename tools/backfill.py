"""`make backfill`: writes the history of memberships anew, a run for each of a range of past days.

Features see nothing later than their day, so a past day is computed as it would have been with
what is known now: orders that came late are in their place, and who is one person is taken from
today. Between FROM and TO only what depends on the day is built; the last day is a whole build.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from datetime import date, timedelta
from types import SimpleNamespace

import show_segments
from build import (
    TOOLS,
    build,
    close_duckdb,
    prepare_environment,
    publish_files,
    tidy,
    with_remedy,
)
from rich.console import Console


def main() -> int:
    """Checks the range, forgets the old history when told to, builds day by day."""
    given = parse_arguments()
    console = Console(highlight=False, soft_wrap=True)
    try:
        days = run_days(given.first, given.last, given.every)
    except ValueError as complaint:
        console.print(str(complaint), markup=False)
        return 1

    complaint = prepare_environment(given)
    if complaint:
        console.print(complaint, markup=False)
        return 1
    if given.target == "postgres" and given.raw:
        loaded = subprocess.call(
            [sys.executable, str(TOOLS / "load_raw.py"), given.raw, "--vars", given.vars or "{}"]
        )
        if loaded != 0:
            return loaded

    forget = f"{{forget: {'true' if given.forget == 'yes' else 'false'}}}"
    steps = [
        (days[-1], "", ["run-operation", "forget_memberships", "--args", forget]),
        (
            days[-1],
            "Reading the raw tables",
            ["build", "--exclude-resource-type", "test", "unit_test"]
            + ["--select", "path:models/staging", "path:models/intermediate", "path:seeds"],
        ),
    ]
    steps += [
        (day, f"{day}", ["run", "--select", "path:models/marts,+segment_membership_history"])
        for day in days[:-1]
    ]
    for day, words, command in steps:
        if words:
            console.print(words)
        failure = run_dbt(command, day, given)
        if failure:
            console.print("The backfill stopped:\n", style="bold red")
            console.print(f"  {with_remedy(failure)}", markup=False)
            return 1

    os.environ["CRM_SEGMENTS_AS_OF"] = days[-1].isoformat()
    console.print(days[-1].isoformat())
    if not build(given.target, given.vars, console):
        return 1
    if given.target == "duckdb" and not publish_files(console):
        return 1
    return show_segments.main()


def parse_arguments() -> argparse.Namespace:
    """Reads the command line; an empty value is a value not given (make passes all)."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--from", dest="first", default="", help="first day, YYYY-MM-DD")
    parser.add_argument("--to", dest="last", default="", help="last day, YYYY-MM-DD")
    parser.add_argument("--every", default="", help="days from one run to the next (1)")
    parser.add_argument("--forget", default="", help="yes: drop the history there is")
    for name in ("raw", "db", "target", "vars", "force"):
        parser.add_argument(f"--{name}", default="", help="as for make build")
    return parser.parse_args(namespace=SimpleNamespace(as_of=""))


def run_days(first: str, last: str, every: str) -> list[date]:
    """The days to run, the last one always among them; ValueError with a sentence for people."""
    try:
        begin, end = date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:
        raise ValueError(
            "Say from which day to which: make backfill FROM=2026-01-01 TO=2026-06-30"
        ) from None
    if begin > end:
        raise ValueError(f"FROM ({first}) is after TO ({last}).")
    if every and not (every.isdigit() and int(every) > 0):
        raise ValueError(f"EVERY is '{every}'. Make it a number of days, such as 7.")
    step = timedelta(days=int(every or 1))
    days = []
    while begin < end:
        days.append(begin)
        begin += step
    return [*days, end]


def run_dbt(command: list[str], day: date, given) -> str | None:
    """Runs one dbt command for a day; returns why it failed, or None."""
    from dbt.cli.main import dbtRunner

    os.environ["CRM_SEGMENTS_AS_OF"] = day.isoformat()
    options = ["--target", given.target] + (["--vars", given.vars] if given.vars else [])
    outcome = dbtRunner().invoke(["--log-level", "none", *command, *options])
    close_duckdb()
    if outcome.success:
        return None
    if outcome.exception is not None:
        return tidy(str(outcome.exception))
    # what became of an operation has no node
    return "\n".join(
        f"{getattr(result, 'node', None) and result.node.name}: {tidy(result.message or '')}"
        for result in getattr(outcome.result, "results", [])
        if result.status in ("error", "fail")
    )


if __name__ == "__main__":
    sys.exit(main())
