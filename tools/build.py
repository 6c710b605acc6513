"""`make build`: runs `dbt build` quietly, then prints the segments.

`dbt build` alone does the same to the database, and runs the unit tests. This adds what a
person in front of a terminal wants: a database of its own for a folder of one's own, one line
of summary instead of a line a table, and on a failure the reason first. The whole log is in
logs/dbt.log.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import publish
import show_segments
from rich.console import Console

TOOLS = Path(__file__).resolve().parent
PROJECT = TOOLS.parent
SAMPLE = "data/sample"

ANSI = re.compile(r"\x1b\[[0-9;]*m")
# What dbt wraps round a message: the kind of error above it, the macros it passed below it.
WRAPPING = re.compile(r"^\s*(> (in|called by) |compiled code at )")
HEADLINE = re.compile(r"^\w+ Error( in .*)?$")


def main() -> int:
    """Builds, reports, prints the segments; returns the exit code."""
    arguments = parse_arguments()
    console = Console(highlight=False, soft_wrap=True)

    complaint = prepare_environment(arguments)
    if complaint:
        console.print(complaint, markup=False)
        return 1

    if arguments.target == "postgres" and arguments.raw:
        loaded = subprocess.call(
            [sys.executable, str(TOOLS / "load_raw.py"), arguments.raw]
            + ["--vars", arguments.vars or "{}"]
        )
        if loaded != 0:
            return loaded

    if arguments.quality:
        return check_quality(arguments, console)
    complaint = verdict_of_quality(quality_folder(arguments.target))
    if complaint:
        console.print(complaint, markup=False)
        return 1

    if not build(arguments.target, arguments.vars, console):
        return 1
    if arguments.target == "duckdb" and not publish_files(console):
        return 1
    return show_segments.main()


def parse_arguments() -> argparse.Namespace:
    """Reads the command line; an empty value is a value not given (make passes all)."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--raw", default="", help="folder of <system>/<table>.csv or .parquet")
    parser.add_argument("--as-of", default="", help="the date to compute for, YYYY-MM-DD")
    parser.add_argument("--db", default="", help="the DuckDB file to build into")
    parser.add_argument("--target", default="", help="a target of profiles.yml")
    parser.add_argument("--vars", default="", help="dbt variables, as YAML")
    parser.add_argument(
        "--force", default="", help="segments and sources that the circuit breaker lets through"
    )
    parser.add_argument(
        "--quality", action="store_true", help="check what landed and what is published, build not"
    )
    parser.add_argument("--accept", default="", help="with --quality, yes: this is the measure")
    return parser.parse_args()


def prepare_environment(arguments: argparse.Namespace) -> str | None:
    """Puts the arguments into the variables that the project reads; returns a complaint or None.

    A raw folder without a database gets one named after the folder: two companies in one
    database would share ids and history.
    """
    os.chdir(PROJECT)
    os.environ.setdefault("DO_NOT_TRACK", "1")
    arguments.target = arguments.target or os.environ.get("CRM_SEGMENTS_TARGET", "duckdb")
    os.environ["CRM_SEGMENTS_TARGET"] = arguments.target

    if arguments.as_of:
        os.environ["CRM_SEGMENTS_AS_OF"] = arguments.as_of

    if arguments.force:
        os.environ["CRM_SEGMENTS_FORCE"] = arguments.force
    os.environ.setdefault("CRM_SEGMENTS_GIT_REVISION", git_revision())

    arguments.raw = os.path.expanduser(arguments.raw).rstrip("/")
    if arguments.raw:
        folder = Path(arguments.raw)
        if not folder.is_dir():
            return (
                f"RAW names the folder '{arguments.raw}', and there is none. It should hold "
                "one folder a system with one file a table, such as csv/contacts.csv and "
                "csv/orders.csv."
            )
        os.environ["CRM_SEGMENTS_RAW"] = arguments.raw
        if not arguments.db and arguments.raw != SAMPLE:
            arguments.db = f"{folder.resolve().name}.duckdb"

    if arguments.db:
        os.environ["CRM_SEGMENTS_DUCKDB"] = os.path.expanduser(arguments.db)

    return None


def git_revision() -> str:
    """The project's revision, -dirty when files were changed since; empty outside of git."""
    try:
        described = subprocess.run(
            ["git", "describe", "--always", "--dirty"], capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return ""
    return described.stdout.strip()


def build(target: str, variables: str, console: Console) -> bool:
    """Runs `dbt build` on the target and prints what a person needs of it; returns success."""
    started = time.monotonic()
    with console.status("Starting dbt ..."):
        # dbt takes seconds to import: say so before
        from dbt.cli.main import dbtRunner

    warnings: list[str] = []
    with console.status("Reading the project ...") as status:

        def listen(event) -> None:
            if event.info.name == "NodeStart":
                status.update(f"Building {event.data.node_info.node_name}")
            if event.info.level == "warn" and event.info.name != "LogTestResult":
                warnings.append(tidy(event.info.msg))

        outcome = dbtRunner(callbacks=[listen]).invoke(
            ["--log-level", "none", "build", "--target", target]
            # unit tests are about the SQL, not about these data: `make test` runs them
            + ["--exclude-resource-type", "unit_test"]
            + (["--vars", variables] if variables else [])
        )
    close_duckdb()
    seconds = time.monotonic() - started

    for warning in dict.fromkeys(warnings):
        console.print(f"Warning: {warning}", markup=False)

    results = getattr(outcome.result, "results", None) or []
    if outcome.success:
        console.print(summary(results, seconds), markup=False)
        return True

    if outcome.exception is not None:
        console.print("The build stopped:\n", style="bold red")
        console.print(f"  {with_remedy(tidy(str(outcome.exception)))}\n", markup=False)
    else:
        report_failures(results, console)
    console.print("The whole log is in logs/dbt.log.")
    return False


def publish_files(console: Console) -> bool:
    """Publishes the DuckDB file that was built; returns success."""
    database = Path(os.environ.get("CRM_SEGMENTS_DUCKDB", "crm.duckdb"))
    try:
        published = publish.publish(database, publish.folder_of(database))
    except publish.NotPublishedError as reason:
        console.print(f"Nothing is published: {reason}", markup=False)
        return False
    console.print(f"Published to {published}.", markup=False)
    return True


def quality_folder(target: str) -> Path:
    """Where the answers of Great Expectations about a database are."""
    if target == "duckdb":
        database = Path(os.environ.get("CRM_SEGMENTS_DUCKDB", "crm.duckdb"))
        return database.with_name(f"{database.stem}_quality")
    return Path(f"{os.environ.get('CRM_SEGMENTS_PG_DBNAME', 'crm_segments')}_quality")


def check_quality(arguments: argparse.Namespace, console: Console) -> int:
    """`make quality`: reads the raw files, then asks Great Expectations; its exit code."""
    if arguments.target == "duckdb":
        read = subprocess.run(
            [str(Path(sys.executable).parent / "dbt"), "--quiet", "--no-use-colors"]
            + ["run-operation", "load_raw_files", "--target", "duckdb"]
            + (["--vars", arguments.vars] if arguments.vars else []),
            capture_output=True,
            text=True,
        )
        if read.returncode != 0:
            console.print(tidy(read.stdout.split("Encountered an error:")[-1]), markup=False)
            return 1
    return subprocess.call(
        [sys.executable, "-m", "quality", "--target", arguments.target]
        + ["--to", str(quality_folder(arguments.target)), "--accept", arguments.accept]
    )


def verdict_of_quality(folder: Path) -> str | None:
    """What Great Expectations last found of the raw tables; None when they were as expected, or
    nobody has asked it."""
    file = folder / "verdict.json"
    failures = json.loads(file.read_text())["failures"] if file.is_file() else {}
    landed = {
        name.removeprefix("landed "): found
        for name, found in failures.items()
        if name.startswith("landed ")
    }
    if not landed:
        return None
    lines = [f"  {name}: {found[0]}" for name, found in list(landed.items())[:10]]
    return "\n".join(
        [
            "The build did not begin: what landed is not as expected.",
            *lines,
            f"All of it: {folder / 'docs' / 'index.html'}. What was published last stays. Mend the "
            "input and run make quality again, or say that the data are right: make quality "
            "ACCEPT=yes.",
        ]
    )


def report_failures(results: list, console: Console) -> None:
    """Prints what failed and why, and how much was not built because of it."""
    failed = [result for result in results if result.status in ("error", "fail")]
    skipped = sum(result.status == "skipped" for result in results)

    console.print("The build stopped:\n", style="bold red")
    told = {}
    for result in failed:
        # one mistake in a seed stops every model that reads it, with the same words; of tests
        # only the number of rows found may be the same
        words = result.message if result.status == "error" else result.node.unique_id
        told.setdefault(tidy(words or ""), []).append(result)
    for result, *others in told.values():
        node = result.node
        console.print(f"  {node.resource_type} {node.name}", style="bold", markup=False)
        if others:
            names = ", ".join(other.node.name for other in others)
            console.print(f"    (and for the same reason {names})", markup=False)
        if node.description:
            console.print(f"    {node.description.strip()}", markup=False)
        message = with_remedy(tidy(result.message or "")).replace("\n", "\n    ")
        console.print(f"    {message}", markup=False)
        if result.status == "fail" and getattr(node, "compiled_path", None):
            console.print(f"    The query that finds them: {node.compiled_path}", markup=False)
        console.print()
    console.print(
        f"{len(failed)} of {len(results)} steps failed; {skipped} that depend on them did not run."
    )


def summary(results: list, seconds: float) -> str:
    """One line: what was built and tested, and how long it took."""
    kinds = Counter(str(result.node.resource_type) for result in results)
    tests = Counter(result.status for result in results if result.node.resource_type == "test")
    line = (
        f"Built {kinds['model']} models and {kinds['seed']} seeds and passed "
        f"{tests['pass']} data tests in {seconds:.0f} seconds."
    )
    if tests["warn"]:
        line += f" {tests['warn']} data tests warn, see logs/dbt.log."
    return line


def close_duckdb() -> None:
    """Closes the DuckDB file, which dbt keeps open as long as its process lives."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager

    if DuckDBConnectionManager._ENV is not None:
        DuckDBConnectionManager.env().close()
        DuckDBConnectionManager.close_all_connections()


def tidy(message: str) -> str:
    """dbt's message without its wrapping: colours, kind of error, stack of macros."""
    lines = [line.rstrip() for line in ANSI.sub("", message).strip().splitlines()]
    if len(lines) > 1 and HEADLINE.match(lines[0]):
        lines = lines[1:]
    lines = [line for line in lines if not WRAPPING.match(line)]
    return "\n".join(line.removeprefix("  ") for line in lines).strip()


def with_remedy(message: str) -> str:
    """Adds what to do where the message is the database's, not the project's."""
    if "Could not set lock on file" in message:
        return (
            "Another program has the database open. Close it there, or build into another "
            f"file: make build DB=other.duckdb\n  ({message})"
        )
    return message


if __name__ == "__main__":
    sys.exit(main())
