"""Stripe, as Fivetran lands it: the payments of the wholesale shop.

Every payment is a sale of `woocommerce` once more, so that the two count one and the same
revenue; every fourth went through an invoice. Orders that were never paid have no charge, or
one that failed. Amounts are in cents.
"""

from datetime import datetime, timedelta
from pathlib import Path

from ..duplicates import SHOP_KINDS
from ..enrolment import enrol
from ..files import Row, write_csv
from ..orders import Order
from ..roster import Record, Roster
from ..settings import AS_OF
from ..truth import SystemTruth
from ..world import World
from . import woocommerce

SYSTEM = "stripe"
SYNCED = datetime(AS_OF.year, AS_OF.month, AS_OF.day, 22)
DUPLICATES = 10


def charge_id(order: Order) -> str:
    """Return Stripe's id of the charge that paid an order."""

    return f"ch_3Hb{order.number:08}"


def _invoice_id(order: Order) -> str:
    return f"in_1Hb{order.number:08}" if order.number % 4 == 0 and not order.as_guest else ""


def _customer(record: Record) -> Row:
    person = record.person
    return {
        "id": record.record_id,
        "email": record.email.strip(),
        "name": f"{record.first_name} {record.last_name}".strip(),
        "phone": record.phone,
        "address_city": person.place.city,
        "address_state": person.place.region,
        "address_country": person.country,
        "address_postal_code": person.postal_code,
        "is_deleted": record.is_deleted,
        "livemode": True,
        "created": record.created_at,
        "_fivetran_synced": SYNCED,
    }


def _charge(roster: Roster, order: Order) -> Row:
    record = roster.record_at(order.person, order.ordered_at)
    failed = order.status == "cancelled"
    return {
        "id": charge_id(order),
        "customer_id": "" if order.as_guest else record.record_id,
        "invoice_id": _invoice_id(order),
        "amount": order.total,
        "amount_refunded": order.refunded,
        "currency": order.currency.lower(),
        "status": "failed" if failed else "succeeded",
        "paid": not failed,
        "captured": not failed,
        "refunded": order.refunded == order.total,
        "receipt_email": order.person.own_emails[0] if order.as_guest else "",
        "livemode": True,
        "created": order.ordered_at,
        "_fivetran_synced": SYNCED,
    }


def _invoice(roster: Roster, order: Order) -> Row:
    record = roster.record_at(order.person, order.ordered_at)
    return {
        "id": _invoice_id(order),
        "customer_id": record.record_id,
        "number": f"HB-{order.number}",
        "status": "void" if order.status == "cancelled" else "paid",
        "total": order.total,
        "subtotal": order.subtotal - order.discount,
        "tax": order.tax,
        "amount_paid": 0 if order.status == "cancelled" else order.total,
        "currency": order.currency.lower(),
        "billing_reason": "manual",
        "is_deleted": False,
        "livemode": True,
        "created": order.ordered_at - timedelta(minutes=2),
        "status_transitions_paid_at": "" if order.status == "cancelled" else order.ordered_at,
        "_fivetran_synced": SYNCED,
    }


def write(world: World, folder: Path) -> SystemTruth:
    """Write the raw tables into a folder and return what they hide."""

    roster = enrol(SYSTEM, woocommerce.people(world), "cus_Hb{:010}", DUPLICATES, kinds=SHOP_KINDS)
    orders = [order for order in woocommerce.sold(world) if order.status != "pending"]
    tables = {
        "customer": [_customer(record) for record in roster.records],
        "charge": [_charge(roster, order) for order in orders],
        "invoice": [_invoice(roster, order) for order in orders if _invoice_id(order)],
    }
    for table, rows in tables.items():
        write_csv(folder / f"{table}.csv", rows)
    return SystemTruth(SYSTEM, roster, [], [(charge_id(order), order) for order in orders], [])
