"""What a CRM has taken: one SQLite file per destination, so that nothing is sent twice and nothing
is forgotten, whatever happens to the process."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path


class Ledger:
    """The last change of each row that the CRM answered for, and what it said."""

    def __init__(self, file: Path):
        file.parent.mkdir(parents=True, exist_ok=True)
        self.connection = sqlite3.connect(file, check_same_thread=False)
        self.connection.execute("pragma synchronous = full")
        self.connection.execute("""
            create table if not exists answered (
                key text primary key,
                sequence_number integer not null,
                row_hash text not null,
                is_taken integer not null,
                reason text
            )
        """)

    def answers(self) -> dict[str, tuple[int, str, bool]]:
        """{key: (sequence number, row hash, whether it was taken)}."""
        rows = self.connection.execute(
            "select key, sequence_number, row_hash, is_taken from answered"
        )
        return {key: (number, row_hash, bool(taken)) for key, number, row_hash, taken in rows}

    def begin(self, key: str, rows: Iterable[dict]) -> None:
        """Writes down what is about to be sent. Should no answer come, the CRM may have it all the
        same: it is sent again, or taken back."""
        with self.connection:
            self.connection.executemany(
                "insert or ignore into answered values (?, 0, '', false, null)",
                [(row[key],) for row in rows],
            )

    def note(self, key: str, rows: Iterable[dict], refused: dict[str, str]) -> None:
        """Writes the answer to a request, in one step and to the disk."""
        with self.connection:
            self.connection.executemany(
                "insert or replace into answered values (?, ?, ?, ?, ?)",
                [
                    (
                        row[key],
                        row["sequence_number"],
                        row["row_hash"],
                        row[key] not in refused,
                        refused.get(row[key]),
                    )
                    for row in rows
                ],
            )

    def refused(self) -> list[tuple[str, str]]:
        """(key, reason) of the rows whose last change the CRM did not take."""
        return self.connection.execute(
            "select key, reason from answered where reason is not null order by key"
        ).fetchall()

    def close(self) -> None:
        """Closes the file."""
        self.connection.close()
