"""How well records are merged: precision and recall, held against the sample's planted truth.

    python tools/identity_accuracy.py

Reads the DuckDB file that CRM_SEGMENTS_DUCKDB names (crm.duckdb), as `make build` leaves it, and
data/truth. Counted are pairs of records: of the pairs that were merged, how many are one person
(precision); of the pairs that are one person, how many were merged (recall). Guests are no part of
it: nobody planted whose they are.
"""

from __future__ import annotations

import csv
import os
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import duckdb

TRUTH = Path(__file__).resolve().parent.parent / "data" / "truth"

# What was built, and the truth about it: {name: (query, file, its id, its answer)}
MEASURED = {
    "contacts": (
        "select source_system, source_contact_id, contact_id from {schema}_core.contact_records"
        " where record_type != 'guest'",
        "record_people.csv",
        "source_contact_id",
        "person_id",
    ),
    "companies": (
        "select companies.source_system, companies.source_company_id, links.company_id"
        " from {schema}_intermediate.int_companies__unioned as companies"
        " inner join {schema}_intermediate.int_companies__linked as links"
        " on companies.company_record_key = links.company_record_key",
        "company_truth.csv",
        "source_company_id",
        "company_id",
    ),
}


@dataclass(frozen=True)
class Accuracy:
    """Pairs of records: one in truth, merged, and both."""

    true_pairs: int
    merged_pairs: int
    right_pairs: int

    @property
    def precision(self) -> float:
        """The share of merged pairs that are right; 1 when nothing was merged."""
        return self.right_pairs / self.merged_pairs if self.merged_pairs else 1.0

    @property
    def recall(self) -> float:
        """The share of true pairs that were merged; 1 when there are none."""
        return self.right_pairs / self.true_pairs if self.true_pairs else 1.0


def accuracy(rows: Iterable[tuple[str, str]]) -> Accuracy:
    """Measures records given as (who it truly is, who it was merged into)."""
    rows = list(rows)

    def pairs(groups: Iterable[object]) -> int:
        return sum(size * (size - 1) // 2 for size in Counter(groups).values())

    return Accuracy(
        true_pairs=pairs(true for true, _ in rows),
        merged_pairs=pairs(merged for _, merged in rows),
        right_pairs=pairs(rows),
    )


def measure(what: str, built: Iterable[tuple[str, str, str]]) -> Accuracy:
    """Measures what was built, rows of (system, id there, merged id), against the truth.

    A record that the truth does not know is an error: the files are not the sample's.
    """
    _, file, key, answer = MEASURED[what]
    with (TRUTH / file).open(newline="", encoding="utf-8") as lines:
        truth = {(row["system"], row[key]): row[answer] for row in csv.DictReader(lines)}
    return accuracy((truth[system, record], merged) for system, record, merged in built)


def main() -> int:
    """Prints a line for contacts and one for companies; returns the exit code."""
    place = Path(os.environ.get("CRM_SEGMENTS_DUCKDB", "crm.duckdb"))
    if not place.exists():
        print(f"There is no {place}. Build the sample first: make build")
        return 1
    with duckdb.connect(str(place), read_only=True) as connection:
        for what, (query, *_) in MEASURED.items():
            try:
                found = measure(what, connection.sql(query.format(schema="crm")).fetchall())
            except (KeyError, duckdb.CatalogException):
                print(f"{place} does not hold the sample. Build it: make build")
                return 1
            print(
                f"{what:10} precision {found.precision:.3f}  recall {found.recall:.3f}"
                f"  ({found.right_pairs} of {found.merged_pairs} merged pairs are right,"
                f" of {found.true_pairs} there are)"
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
