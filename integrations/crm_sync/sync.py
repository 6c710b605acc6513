"""One run: read what changed since the CRM last answered, send it, note the answers."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass

from integrations.crm_sync.adapters import Adapter
from integrations.crm_sync.client import Client
from integrations.crm_sync.ledger import Ledger

os.environ.setdefault("RUNTIME__DLTHUB_TELEMETRY", "false")
# Only the client tries again: it knows which answers pass.
os.environ.setdefault("LOAD__RAISE_ON_MAX_RETRIES", "1")


@dataclass(frozen=True)
class Outcome:
    """Rows sent, requests made, and (key, reason) of what the CRM does not take."""

    rows: int
    requests: int
    refused: list[tuple[str, str]]


def published_rows(database: str, adapter: Adapter, destination: str, instance: str) -> list[dict]:
    """The rows of the adapter's table for one destination, oldest change first.

    `database` is a published DuckDB file, or the address of a Postgres (postgresql://...).
    """
    query = f"""
        select *
        from crm_serving.{adapter.table}
        where destination = {{mark}} and coalesce(instance, '') = {{mark}}
        order by sequence_number
    """
    if database.startswith("postgres"):
        import psycopg2

        connection = psycopg2.connect(database)
        connection.set_session(readonly=True)
        cursor, mark = connection.cursor(), "%s"
    else:
        import duckdb

        connection = duckdb.connect(database, read_only=True)
        connection.execute("set TimeZone = 'UTC'")
        cursor, mark = connection.cursor(), "?"
    try:
        cursor.execute(query.format(mark=mark), [destination, instance])
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    finally:
        connection.close()


def to_send(rows: list[dict], adapter: Adapter, ledger: Ledger) -> Iterator[dict]:
    """The rows that the CRM has not answered for in this state.

    Who has no permission is only ever taken back: of a record that the CRM was never sent
    anything of, nothing is sent.
    """
    answers = ledger.answers()
    for row in rows:
        number, row_hash, was_taken = answers.get(row[adapter.key], (0, "", False))
        is_out = not row.get("is_permitted", row.get("is_member"))
        if row["sequence_number"] <= number or (row_hash == row["row_hash"] and was_taken):
            continue
        if is_out and row[adapter.key] not in answers:
            continue
        yield row


def run(rows: list[dict], adapter: Adapter, client: Client, ledger: Ledger, name: str) -> Outcome:
    """Sends what is to be sent, in batches; whoever runs it again after a crash sends the rest.

    dlt moves the rows in batches, and keeps nothing for later: what a crash left undone is read
    again from what is published then, for a permission may have been withdrawn since.
    """
    import dlt

    made = {"rows": 0, "requests": 0}
    chosen = {row[adapter.key]: row for row in to_send(rows, adapter, ledger)}

    # dlt carries the keys; values keep the types they were published with
    @dlt.resource(name=adapter.table)
    def changes():
        yield from ({"key": key} for key in chosen)

    @dlt.destination(
        name=name,
        batch_size=adapter.batch_size,
        loader_file_format="typed-jsonl",
        naming_convention="direct",
        max_table_nesting=0,
        skip_dlt_columns_and_tables=True,
        loader_parallelism_strategy="sequential",
        max_parallel_load_jobs=1,
    )
    def crm(items, table):
        for request in adapter.requests([chosen[item["key"]] for item in items]):
            ledger.begin(adapter.key, request.rows)
            answer = client.send(request)
            ledger.note(adapter.key, request.rows, adapter.refused(request, answer))
            made["rows"] += len(request.rows)
            made["requests"] += 1

    if chosen:
        with tempfile.TemporaryDirectory() as folder:
            dlt.pipeline(pipeline_name=name, destination=crm(), pipelines_dir=folder).run(changes())
    return Outcome(made["rows"], made["requests"], ledger.refused())
