"""The bad cells and rows that the sample shows on purpose, each written down.

Rows are added or single optional cells spoiled; no true order is touched, so that the
truth about orders holds for all rows that can be loaded.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from ..files import Row, text
from ..truth import Fault


def _spoil(rows: list[Row], place: int, column: str, value: str) -> Row:
    """Put a bad value into a cell of an existing row."""

    rows[place][column] = value
    return rows[place]


def _insert_copy(rows: list[Row], place: int, changes: Row) -> Row:
    """Insert a changed copy of a row right after it."""

    copy = {**rows[place], **changes}
    rows.insert(place + 1, copy)
    return copy


def plant_faults(
    system: str, tables: dict[str, list[Row]], parquet: Collection[str]
) -> list[Fault]:
    """Plant the faults into the tables of the contract and return the list of them.

    `parquet` names the entities that become Parquet, whose files have no header row.
    """

    contacts, orders = tables["contacts"], tables["orders"]
    next_order = len(orders) + 10001
    planted = []

    def note(entity: str, row: Row, key: str, column: str, effect: str, why: str) -> None:
        planted.append((entity, row, key, column, effect, why))

    at = next(n for n, row in enumerate(orders) if text(row["ordered_at"]) > "2025-03-01")
    row = _insert_copy(
        orders,
        at,
        {
            "order_id": f"SO-{next_order}",
            "ordered_at": "2025-02-30 10:12:44",
        },
    )
    note("orders", row, "order_id", "ordered_at", "row_rejected", "there is no 30 February")
    at = next(n for n, row in enumerate(orders) if text(row["ordered_at"]) > "2026-02-11")
    row = _insert_copy(orders, at, {"order_id": f"SO-{next_order + 1}", "total_amount": "n/a"})
    note("orders", row, "order_id", "total_amount", "row_rejected", "the amount is not a number")
    row = _insert_copy(
        orders,
        len(orders) - 40,
        {
            "order_id": f"SO-{next_order + 2}",
            "contact_id": "999999",
            "email": "",
            "channel": "phone",
        },
    )
    note(
        "orders",
        row,
        "order_id",
        "contact_id",
        "row_rejected",
        "no such contact, and no e-mail to fall back on",
    )

    items = tables["order_items"]
    place = len(items) // 2
    price = items[place]["unit_price"]
    row = _insert_copy(
        items,
        place,
        {
            "order_item_id": f"{items[place]['order_id']}-99",
            "quantity": -3,
            "discount_amount": price * 0,
            "line_amount": -3 * price,
            "refunded_quantity": 0,
        },
    )
    note(
        "order_items",
        row,
        "order_item_id",
        "quantity",
        "row_rejected",
        "a negative quantity that is no return",
    )

    place = next(
        n for n, row in enumerate(contacts) if n > 700 and row["phone"] and not row["is_deleted"]
    )
    older: datetime = contacts[place]["updated_at"] - timedelta(days=61, minutes=7)
    row = _insert_copy(
        contacts,
        place,
        {
            "updated_at": older,
            "created_at": min(older, contacts[place]["created_at"]),
            "phone": "",
        },
    )
    note(
        "contacts",
        row,
        "contact_id",
        "contact_id",
        "row_rejected",
        "an older version of a contact that is there in a newer one",
    )
    place = next(n for n, row in enumerate(contacts) if n > 1200 and row["birth_date"])
    row = _spoil(contacts, place, "birth_date", "unknown")
    note("contacts", row, "contact_id", "birth_date", "value_nulled", "not a date")

    place = next(n for n, r in enumerate(tables["companies"]) if n > 60 and r["employee_count"])
    row = _spoil(tables["companies"], place, "employee_count", "about 50")
    note("companies", row, "company_id", "employee_count", "value_nulled", "not a number")

    mails = tables["email_events"]
    row = _insert_copy(
        mails,
        len(mails) - 900,
        {
            "event_id": f"M{len(mails) + 1:06}",
            "event_type": "",
            "url": "",
            "bounce_type": "",
        },
    )
    note("email_events", row, "event_id", "event_type", "row_rejected", "an event without a type")

    return [
        Fault(
            system=system,
            entity=entity,
            source_row=_place(tables[entity], row) + (1 if entity in parquet else 2),
            record_id=text(row[key]),
            column=column,
            raw_value=text(row[column]),
            effect=effect,
            why=why,
        )
        for entity, row, key, column, effect, why in planted
    ]


def _place(rows: list[Row], wanted: Row) -> int:
    """Return the index of a row; the row itself, not one that is equal."""

    return next(number for number, row in enumerate(rows) if row is wanted)
