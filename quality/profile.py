"""What a table looks like in numbers. The profile of a landing that was good is the baseline that
the next one is compared with."""

from __future__ import annotations

import re

from quality.database import Table

# Columns of no more different values than this are words of a list.
MOST_WORDS = 12
# Names and dates of things, which are new each time, however few there are.
NO_WORDS = ("_on", "_at", "_id", "_hash", "_amount", "_content")
ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
NUMBERS = ("int", "numeric", "decimal", "double", "real", "float", "bigint")


def profile(cursor, table: Table) -> dict:
    """{rows, columns: {name: {nulls, distinct, newest?, words?, mean?}}} of a table; nulls and
    words as shares of the rows (an empty text counts as null)."""
    place = f'"{table.schema}"."{table.name}"'
    measures = ["count(*)"]
    for column, kind in table.columns.items():
        filled = f"nullif(cast(\"{column}\" as varchar), '')"
        measures += [f"count({filled})", f"count(distinct {filled})", f"max({filled})"]
        measures.append(f'avg("{column}")' if kind.startswith(NUMBERS) else "null")
    cursor.execute(f"select {', '.join(measures)} from {place}")
    rows, *found = cursor.fetchone()

    columns = {}
    for number, (column, kind) in enumerate(table.columns.items()):
        filled, distinct, newest, mean = found[4 * number : 4 * number + 4]
        told = {"nulls": 1 - filled / rows if rows else 0.0, "distinct": distinct}
        if newest and ISO_DATE.match(newest) and not column.startswith(("birth", "expected")):
            told["newest"] = newest
        if mean is not None:
            told["mean"] = float(mean)
        is_list = 0 < distinct <= MOST_WORDS and not column.endswith(NO_WORDS)
        if is_list and kind != "boolean" and not {"mean", "newest"} & set(told):
            told["words"] = words(cursor, place, column, filled)
        columns[column] = told
    return {"rows": rows, "columns": columns}


def words(cursor, place: str, column: str, filled: int) -> dict[str, float]:
    """{word: share of the filled cells} of a column with few different words."""
    cursor.execute(f"""
        select cast("{column}" as varchar), count(*)
        from {place}
        where nullif(cast("{column}" as varchar), '') is not null
        group by 1
        order by 1
    """)
    return {word: count / filled for word, count in cursor.fetchall()}
