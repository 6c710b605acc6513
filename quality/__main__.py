"""`make quality`: Great Expectations at both doors.

Looks at the raw tables that landed and at the tables that are published, compares each with the
last landing that was good, writes the answer as pages (crm_quality/docs/index.html) and names on
the terminal what is not as expected. Nothing is written to the database. docs/publishing.md says
more.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import shutil
import sys
import warnings
from pathlib import Path

os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")

from quality import database, profile


def main() -> int:
    """Checks the doors asked for; returns 1 when something is not as expected."""
    arguments = parse_arguments()
    folder = Path(arguments.to or f"{arguments.database.removesuffix('.duckdb')}_quality")
    doors = ["landed", "published"] if arguments.door == "both" else [arguments.door]
    if arguments.target == "duckdb" and not Path(arguments.database).is_file():
        print(f"There is no database {arguments.database}. Build it first: make build")
        return 1

    baseline = read_json(folder / "baseline.json")
    failures: dict[str, list[str]] = {}
    profiles = {}
    counts = {}
    context = new_context(folder)
    with database.connect(arguments.target, arguments.database) as cursor:
        for door in doors:
            for table in database.tables(cursor, door):
                name = f"{door} {table.label}"
                profiles[name] = profile.profile(cursor, table)
                result = check(context, arguments.target, cursor, table, baseline.get(name))
                counts[name] = len(result.results)
                for entry in result.results:
                    if not entry.success:
                        failures.setdefault(name, []).append(in_words(entry))
            for name in baseline:
                if name.startswith(f"{door} ") and name not in profiles:
                    failures[name] = ["the table is gone"]
                    counts[name] = 1
    write_site(context, folder, counts, failures)

    write_json(folder / "verdict.json", {"failures": failures})
    if not failures or arguments.accept:
        kept = {n: p for n, p in baseline.items() if not n.startswith(tuple(doors))}
        write_json(folder / "baseline.json", kept | profiles)
    for name, found in failures.items():
        for words in found:
            print(f"{name}: {words}")
    print(
        f"{len(profiles)} tables, {sum(counts.values())} expectations, "
        f"{sum(map(len, failures.values()))} not met: {folder / 'docs' / 'index.html'}"
    )
    if failures and not arguments.accept:
        print("If these data are right, make them the measure: make quality ACCEPT=yes")
    return 1 if failures and not arguments.accept else 0


def parse_arguments() -> argparse.Namespace:
    """Reads the command line; an empty value is a value not given (make passes all)."""
    given = os.environ.get
    parser = argparse.ArgumentParser(prog="quality", description=__doc__.split("\n")[0])
    parser.add_argument("--door", default="both", choices=["both", "landed", "published"])
    parser.add_argument("--target", default="")
    parser.add_argument("--database", default="", help="the DuckDB file")
    parser.add_argument("--to", default="", help="the folder; else <database>_quality")
    parser.add_argument("--accept", default="", help="yes: what there is now is the measure")
    arguments = parser.parse_args()
    arguments.target = arguments.target or given("CRM_SEGMENTS_TARGET") or "duckdb"
    arguments.database = arguments.database or given("CRM_SEGMENTS_DUCKDB") or "crm.duckdb"
    return arguments


def new_context(folder: Path):
    """Great Expectations' own files, made anew each time: the suites are in code."""
    import great_expectations as gx

    warnings.filterwarnings("ignore")
    logging.disable(logging.WARNING)
    shutil.rmtree(folder / "gx", ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    context = gx.get_context(mode="file", project_root_dir=str(folder))
    context.variables.progress_bars = {"globally": False}
    return context


def check(context, target: str, cursor, table: database.Table, last: dict | None):
    """Runs a table's suite; the result is kept for the pages."""
    import great_expectations as gx

    from quality import suites

    name = f"{table.door} {table.label}".replace("/", " ")
    query = f'select {cells(table, target)} from "{table.schema}"."{table.name}"'
    if target == "duckdb":
        # its SQLAlchemy route fails on DuckDB
        source = context.data_sources.add_pandas(name)
        batch = source.add_dataframe_asset(table.name).add_batch_definition_whole_dataframe("all")
        cursor.execute(query)
        given = {"batch_parameters": {"dataframe": cursor.df()}}
    else:
        source = context.data_sources.add_postgres(
            name, connection_string=database.sqlalchemy_url()
        )
        batch = source.add_query_asset(table.name, query=query).add_batch_definition_whole_table(
            "all"
        )
        given = {}
    suite = suites.suite(table, last)
    suite.name = name
    definition = gx.ValidationDefinition(data=batch, suite=context.suites.add(suite), name=name)
    return context.validation_definitions.add(definition).run(**given)


def cells(table: database.Table, target: str) -> str:
    """Its columns: numbers as they are, everything else as text, nothing for an empty text."""
    listed = []
    for column, kind in table.columns.items():
        if kind.startswith(profile.NUMBERS):
            listed.append(f'cast("{column}" as double precision) as "{column}"')
        else:
            listed.append(f'nullif(cast("{column}" as varchar), \'\') as "{column}"')
    return ", ".join(listed)


def in_words(entry) -> str:
    """One expectation that was not met: its name, its column, what was found."""
    settings = entry.expectation_config.to_json_dict()
    told = dict(settings["kwargs"])
    column = told.get("column")
    found = entry.result.get("observed_value")
    if found is None and "unexpected_percent" in entry.result:
        found = f"{entry.result['unexpected_percent']:.1f} % otherwise"
        few = entry.result.get("partial_unexpected_list") or []
        few = [str(value) for value in dict.fromkeys(few) if value is not None][:3]
        found += f", such as {', '.join(few)}" if few else ""
    if entry.exception_info.get("raised_exception"):
        found = entry.exception_info.get("exception_message")
    limits = [
        f"{k} {told[k]}"
        for k in ("min_value", "max_value", "mostly", "threshold")
        if told.get(k) is not None
    ]
    return (
        f"{settings['type']}"
        + (f" of {column}" if column else "")
        + (f" ({', '.join(limits)})" if limits else "")
        + f": {found}"
    )


def write_site(context, folder: Path, counts: dict, failures: dict) -> None:
    """Writes the pages and makes them open without a network."""
    from quality import site

    context.build_data_docs()
    made = folder / "gx" / "uncommitted" / "data_docs" / "local_site"
    shutil.rmtree(folder / "docs", ignore_errors=True)
    shutil.copytree(made, folder / "docs")
    site.write_index(folder / "docs", counts, failures)
    site.make_offline(folder / "docs")


def read_json(path: Path) -> dict:
    """A file of ours, or nothing."""
    return json.loads(path.read_text()) if path.is_file() else {}


def write_json(path: Path, content: dict) -> None:
    """Writes a file of ours whole: whoever reads it finds the former or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial")
    partial.write_text(json.dumps(content, indent=1, sort_keys=True, default=str))
    partial.replace(path)


if __name__ == "__main__":
    sys.exit(main())
