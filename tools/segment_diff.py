"""`make segment-diff`: who would enter and leave each segment if the edited seeds were built.

    python tools/segment_diff.py                  edited files against the last commit
    python tools/segment_diff.py --against build  edited files against what was last built

Both are evaluated on the features as they were last built, by dbt's operation segment_diff, which
only reads.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

from build import close_duckdb, prepare_environment, tidy, with_remedy
from rich import box
from rich.console import Console
from rich.table import Table

PROJECT = Path(__file__).resolve().parent.parent
SEEDS = ("segment_definitions", "segment_rules", "segment_overrides", "static_lists")
FEATURE_SEEDS = ("behaviour_features", "attribute_features")
LONGEST_LIST = 5000
WIDTH = 100


class CannotCompareError(Exception):
    """The message says what is wrong and what to do."""


def main() -> int:
    """Compares, prints; returns the exit code."""
    arguments = parse_arguments()
    console = Console(highlight=False)
    if not console.is_terminal or console.width > WIDTH:
        console = Console(highlight=False, width=WIDTH)
    complaint = prepare_environment(arguments)
    if complaint:
        console.print(complaint, markup=False)
        return 1
    try:
        before, after = both_sides(arguments.against)
        answer = compare(before, after, arguments)
    except CannotCompareError as error:
        console.print(str(error), markup=False, soft_wrap=True)
        return 1
    report(answer, described(arguments.against), console)
    return 0


def parse_arguments() -> argparse.Namespace:
    """Reads the command line; an empty value is a value not given (make passes all)."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--against", default="", help="a git revision, or build; HEAD when empty")
    parser.add_argument("--raw", default="", help="the folder that the database was built from")
    parser.add_argument("--as-of", default="", help="the date that the database was built for")
    parser.add_argument("--db", default="", help="the DuckDB file")
    parser.add_argument("--target", default="", help="a target of profiles.yml")
    parser.add_argument("--vars", default="", help="dbt variables, as YAML")
    arguments = parser.parse_args()
    arguments.against = arguments.against or "HEAD"
    return arguments


def described(against: str) -> str:
    """What is compared with, in words."""
    return {"build": "as last built", "HEAD": "as committed"}.get(against, f"of {against}")


# ---- the lines of the two sides


def both_sides(against: str) -> tuple[dict, dict]:
    """{seed: lines} before and after; a seed that is the same on both sides and long, or that was
    not asked for, is left out: then what was last built holds."""
    edited = {name: (PROJECT / seed_path(name)).read_text("utf-8") for name in SEEDS}
    if against == "build":
        before = {}
    else:
        before = {name: committed(name, against) for name in SEEDS}
        if before["static_lists"] == edited["static_lists"]:
            del before["static_lists"], edited["static_lists"]
    return as_lines(before), as_lines(edited)


def seed_path(name: str) -> str:
    """Where a seed lies."""
    return f"seeds/segments/{name}.csv"


def committed(name: str, revision: str) -> str:
    """A seed's text in a git revision."""
    try:
        return subprocess.run(
            ["git", "show", f"{revision}:./{seed_path(name)}"],
            cwd=PROJECT,
            capture_output=True,
            check=True,
            encoding="utf-8",
        ).stdout
    except FileNotFoundError as error:
        raise CannotCompareError(
            "git is not installed, so the committed lines cannot be read. Compare with what was "
            "last built: make segment-diff AGAINST=build"
        ) from error
    except subprocess.CalledProcessError as error:
        raise CannotCompareError(
            f"git does not give {seed_path(name)} of {revision}: {error.stderr.strip()}\n"
            "Compare with what was last built: make segment-diff AGAINST=build"
        ) from error


def as_lines(texts: dict[str, str]) -> dict[str, list[dict]]:
    """{seed: its lines, numbered as a spreadsheet shows them}"""
    sides = {}
    for name, text in texts.items():
        lines = []
        for number, line in enumerate(csv.DictReader(io.StringIO(text.lstrip("\ufeff"))), start=2):
            if line.pop(None, None):
                raise CannotCompareError(
                    f"{name}.csv line {number} has more cells than the first line has names. A "
                    "cell with a comma in it goes in double quotes."
                )
            lines.append({**line, "line": number})
        if name == "static_lists" and len(lines) > LONGEST_LIST:
            raise CannotCompareError(
                f"static_lists.csv has {len(lines):,} lines and was edited; more than "
                f"{LONGEST_LIST:,} are not compared. Build it (make build), then edit the rules."
            )
        sides[name] = lines
    return sides


# ---- asking dbt


def compare(before: dict, after: dict, arguments: argparse.Namespace) -> dict:
    """The answer of dbt's operation, asked again for the day of the features where it is needed."""
    answer = ask(before, after, arguments)
    if "rows" not in answer:
        os.environ["CRM_SEGMENTS_AS_OF"] = answer["features_as_of"]
        answer = ask(before, after, arguments)
    if "rows" not in answer:
        raise CannotCompareError(
            f"The features were built for {answer['features_as_of']}, and the variables say "
            f"{answer['as_of']}. Say the same: make segment-diff AS_OF={answer['features_as_of']}"
        )
    return answer


def ask(before: dict, after: dict, arguments: argparse.Namespace) -> dict:
    """Runs the operation once and returns what it logged."""
    from dbt.cli.main import dbtRunner

    printed: list[str] = []
    errors: list[str] = []

    def listen(event) -> None:
        if event.info.level == "error":
            errors.append(tidy(event.info.msg))
        if event.info.msg.startswith("segment_diff: "):
            printed.append(event.info.msg.removeprefix("segment_diff: "))

    try:
        outcome = dbtRunner(callbacks=[listen]).invoke(
            ["--log-level", "none", "run-operation", "segment_diff"]
            + ["--target", arguments.target]
            + ["--args", json.dumps({"before": before, "after": after})]
            + (["--vars", arguments.vars] if arguments.vars else [])
        )
    finally:
        close_duckdb()
    if not printed:
        reason = str(outcome.exception) if outcome.exception else "\n".join(errors)
        raise CannotCompareError(with_reason(with_remedy(tidy(reason))))
    return json.loads(printed[-1])


def with_reason(message: str) -> str:
    """A complaint, with what to do when it speaks of what is not built yet."""
    if "does not exist" in message and "Catalog Error" in message:
        return f"Nothing is built yet to compare on. Build it: make build\n({message})"
    new = [
        name
        for seed in FEATURE_SEEDS
        for name in first_cells((PROJECT / f"seeds/features/{seed}.csv").read_text("utf-8"))
        if f"feature `{name}` does not exist" in message
    ]
    if new:
        message += (
            f"\n{', '.join(new)}: declared in seeds/features/ but not built yet. Build it first "
            "(make build) with the segment resting."
        )
    return message


def first_cells(text: str) -> Iterable[str]:
    """The first cell of each line of a CSV file but the header."""
    return [row[0] for row in list(csv.reader(io.StringIO(text)))[1:] if row]


# ---- telling


def report(answer: dict, before: str, console: Console) -> None:
    """Prints the table of segments that change, what changed of each, and who moves."""
    names = {
        key: (sides.get("after") or sides["before"])["segment_name"]
        for key, sides in answer["segments"].items()
    }
    totals = {}
    for row in answer["rows"]:
        if row["contact_id"] is None:
            totals.setdefault(row["segment_id"], {})[row["movement"]] = row
    said = {key: changes(sides) for key, sides in answer["segments"].items()}
    changed = [key for key in names if said[key] or is_moved(totals.get(key, {}))]

    if changed:
        console.print(summary_table(changed, names, totals))
    for key in changed:
        tell_segment(key, said[key], answer["rows"], console)
    rest = len(names) - len(changed)
    if changed:
        console.print(f"The other {rest} published segments stay as they are.")
    else:
        console.print(f"Nobody enters or leaves any of the {rest} published segments.")
    console.print(
        f"Edited definitions against those {before}, on the features of "
        f"{answer['features_as_of']}. Revenue is of 12 months. Nothing was changed."
    )


def is_moved(rows: dict[str, dict]) -> bool:
    """Whether anybody enters, leaves, or becomes or ceases to be primary."""
    return any(
        movement != "stays" or row["primary_before"] != row["primary_after"]
        for movement, row in rows.items()
    )


def changes(sides: dict) -> list[str]:
    """What the definition says now and did not before, a sentence a cell."""
    before, after = sides.get("before"), sides.get("after")
    if before is None:
        return ["will be published"]
    if after is None:
        return ["will no longer be published"]
    return [
        f"{name}: {before.get(name) or 'empty'} → {after.get(name) or 'empty'}"
        for name in sorted(set(before) | set(after))
        if before.get(name) != after.get(name)
    ]


def summary_table(changed: list[str], names: dict, totals: dict) -> Table:
    """One line a segment that changes."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("Segment")
    for head in ("Before", "After", "Enter", "Their revenue", "Leave", "Their revenue", "Primary"):
        table.add_column(head, justify="right")
    for key in changed:
        rows = totals.get(key, {})
        enter, leave, stay = (rows.get(name) for name in ("enters", "leaves", "stays"))
        primary = [
            sum(int(row[f"primary_{side}"]) for row in rows.values())
            for side in ("before", "after")
        ]
        table.add_row(
            names[key],
            f"{number(stay) + number(leave):,}",
            f"{number(stay) + number(enter):,}",
            f"{number(enter):,}",
            money(enter),
            f"{number(leave):,}",
            money(leave),
            " → ".join(f"{count:,}" for count in primary),
        )
    return table


def number(row: dict | None) -> int:
    """The contacts of a total, 0 of none."""
    return int(row["contacts"]) if row else 0


def money(row: dict | None) -> str:
    """The revenue of a total."""
    return f"{Decimal(row['revenue_12m']):,.0f}" if row else "0"


def tell_segment(key: str, said: list[str], rows: list[dict], console: Console) -> None:
    """What changed of a segment, and the first who enter and leave."""
    console.print(f"{key}", style="bold")
    for sentence in said:
        console.print(f"  {sentence}", markup=False, soft_wrap=True)
    for movement in ("enters", "leaves"):
        sample = [
            row
            for row in rows
            if (row["segment_id"], row["movement"]) == (key, movement) and row["contact_id"]
        ]
        for row in sample:
            revenue = f"{Decimal(row['revenue_12m']):,.2f}"
            console.print(f"  {movement}: {row['contact_id']}  {revenue}", markup=False)
    console.print()


if __name__ == "__main__":
    sys.exit(main())
