"""Writing tables: CSV as a spreadsheet shows it well, Parquet where rows are many."""

import csv
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

Row = dict[str, object]


def text(value: object) -> str:
    """Return a value as it stands in a CSV cell; nothing is an empty cell."""

    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M:%S}"
    return str(value)


def money(cents: int) -> str:
    """Return an amount in major units with two decimals."""

    sign, cents = ("-" if cents < 0 else ""), abs(cents)
    return f"{sign}{cents // 100}.{cents % 100:02}"


def write_csv(path: Path, rows: list[Row]) -> None:
    """Write rows as UTF-8 CSV; the keys of the first row are the header."""

    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(rows[0])
        writer.writerows([text(value) for value in row.values()] for row in rows)


def write_parquet(path: Path, rows: list[Row], types: dict[str, pa.DataType]) -> None:
    """Write rows as Parquet; a column is text unless `types` names another type.

    Empty texts become nulls.
    """

    path.parent.mkdir(parents=True, exist_ok=True)
    schema = pa.schema([(name, types.get(name, pa.string())) for name in rows[0]])
    columns = [
        pa.array([None if row[field.name] == "" else row[field.name] for row in rows], field.type)
        for field in schema
    ]
    pq.write_table(
        pa.Table.from_arrays(columns, schema=schema),
        path,
        compression="zstd",
        compression_level=19,
    )
