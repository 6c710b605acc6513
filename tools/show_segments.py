"""Prints the segments as they were last built: who is in them, what they bring, what to do.

    python tools/show_segments.py

Reads crm_serving.segment_overview: from the DuckDB file (read only) that CRM_SEGMENTS_DUCKDB
names, or, when CRM_SEGMENTS_TARGET names another target of profiles.yml, through dbt.
"""

from __future__ import annotations

import os
import sys
from decimal import Decimal
from pathlib import Path

import duckdb
from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

PROJECT = Path(__file__).resolve().parent.parent
WIDTH = 100

SEGMENTS = """
    select *
    from {schema}_serving.segment_overview
    order by members desc, segment_name
"""
TOTALS = """
    select
        (select count(*) from {schema}_core.contacts) as contacts,
        (select count(*) from {schema}_core.orders) as orders,
        (select count(*) from {schema}_core.rejected_records where is_row_rejected)
            as rejected_rows,
        (select count(*) from {schema}_core.rejected_records where not is_row_rejected)
            as unusable_values
"""


class NoSegmentsError(Exception):
    """There is no result yet; the message says what is missing and what to do."""


def main() -> int:
    """Prints the table and the line under it; returns the exit code."""
    os.chdir(PROJECT)
    try:
        if os.environ.get("CRM_SEGMENTS_TARGET", "duckdb") == "duckdb":
            place = os.environ.get("CRM_SEGMENTS_DUCKDB", "crm.duckdb")
            segments, totals = read_duckdb(Path(place))
        else:
            place = f"the {os.environ['CRM_SEGMENTS_TARGET']} database"
            segments, totals = read_through_dbt(os.environ["CRM_SEGMENTS_TARGET"])
        if not segments:
            raise NoSegmentsError(
                "No segment is active. Segments are the lines of "
                "seeds/segments/segment_definitions.csv and segment_rules.csv."
            )
    except NoSegmentsError as error:
        print(error, file=sys.stderr)
        return 1

    console = Console(highlight=False)
    if not console.is_terminal or console.width > WIDTH:
        console = Console(highlight=False, width=WIDTH)
    console.print(segment_table(segments))
    console.print(closing_line(segments, totals[0], place), markup=False)
    return 0


def read_duckdb(file: Path) -> tuple[list[dict], list[dict]]:
    """The segments and the totals from a DuckDB file, a dictionary a row."""
    if not file.exists():
        raise NoSegmentsError(f"There is no database {file} yet. Build it: make build")
    try:
        with duckdb.connect(str(file), read_only=True) as connection:
            return tuple(
                as_dictionaries(connection.execute(query.format(schema="crm")))
                for query in (SEGMENTS, TOTALS)
            )
    except duckdb.CatalogException as error:
        raise NoSegmentsError(
            f"{file} holds no published segments yet: its last build did not get that far. "
            "Build it: make build"
        ) from error
    except duckdb.IOException as error:
        raise NoSegmentsError(f"{file} cannot be opened: {error}") from error


def as_dictionaries(cursor: duckdb.DuckDBPyConnection) -> list[dict]:
    """A query's rows with their column names."""
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def read_through_dbt(target: str) -> tuple[list[dict], list[dict]]:
    """The same from any other target: dbt knows how to reach it."""
    from dbt.cli.main import dbtRunner

    answers = []
    for query in (SEGMENTS, TOTALS):
        outcome = dbtRunner().invoke(
            ["--log-level", "none", "show", "--limit", "-1", "--target", target]
            + ["--inline", query.format(schema="{{ target.schema }}")]
        )
        if not outcome.success:
            reason = outcome.exception or outcome.result.results[0].message
            raise NoSegmentsError(
                f"The segments in the {target} database cannot be read. If nothing has been "
                f"built there yet: make build TARGET={target}\n{reason}"
            )
        table = outcome.result.results[0].agate_table
        answers.append([dict(zip(table.column_names, row, strict=True)) for row in table.rows])
    return tuple(answers)


def segment_table(segments: list[dict]) -> Table:
    """The table: one line a segment, numbers to the right, words wrapped."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, expand=False)
    table.add_column("Segment", ratio=None)
    table.add_column("Members", justify="right", no_wrap=True)
    table.add_column("Share", justify="right", no_wrap=True)
    table.add_column("Revenue 12 months", justify="right")
    table.add_column("Action")
    table.add_column("Owner")
    for segment in segments:
        table.add_row(
            escape(segment["segment_name"]),
            f"{segment['members']:,}",
            f"{Decimal(segment['share_of_contacts'] or 0) * 100:.1f} %",
            f"{Decimal(segment['revenue_12m'] or 0):,.0f} {segment['reporting_currency']}",
            escape(segment["action"]),
            escape(segment["owner"]),
        )
    return table


def closing_line(segments: list[dict], totals: dict, place: str) -> str:
    """What the segments were made from, for which day, and where to look next."""
    return (
        f"{totals['contacts']:,} contacts, {totals['orders']:,} orders, "
        f"{totals['rejected_rows']:,} rejected rows, "
        f"{totals['unusable_values']:,} unusable values, as of {segments[0]['as_of_on']}.\n"
        f"Next: crm_serving.contact_profiles and crm_core.rejected_records in {place}."
    )


if __name__ == "__main__":
    sys.exit(main())
