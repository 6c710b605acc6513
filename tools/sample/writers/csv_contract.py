"""The generic CSV contract: all entities of a small shop that exports everything.

Touchpoints are in `csv_touchpoints`, the planted bad cells in `csv_faults`.
"""

from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pyarrow as pa

from ..catalogue import products
from ..enrolment import CompanyRecord, enrol, enrol_companies
from ..files import Row, money, write_csv, write_parquet
from ..orders import Order
from ..people import Person
from ..roster import Record, Roster
from ..settings import stream
from ..truth import SystemTruth
from ..world import World
from .csv_faults import plant_faults
from .csv_touchpoints import touchpoints

SYSTEM = "csv"
CONTACT_RECORDS = 2600
DUPLICATE_COMPANIES = 30
DELETED = 28
NEW_SHOP_SINCE = datetime(2024, 9, 1)  # the old shop wrote its statuses with a capital

_MONEY = pa.decimal128(10, 2)
_TIME = pa.timestamp("us")
PARQUET = {
    "order_items": {
        "quantity": pa.int32(),
        "unit_price": _MONEY,
        "discount_amount": _MONEY,
        "line_amount": _MONEY,
        "refunded_quantity": pa.int32(),
    },
    "email_events": {"occurred_at": _TIME},
    "web_events": {"occurred_at": _TIME},
}


def order_id(order: Order) -> str:
    """Return the id under which this system files an order."""

    return f"SO-{order.number}"


def _contacts(world: World, roster: Roster, companies: list[CompanyRecord]) -> list[Row]:
    rng = stream(SYSTEM, "contacts")
    firms: dict[str, list[CompanyRecord]] = {}
    for each in companies:
        firms.setdefault(each.company.company_id, []).append(each)
    left = {each.person.person_id for each in world.subscriptions if each.left_by}
    tags: dict[str, list[str]] = {}
    for tag in world.tags:
        tags.setdefault(tag.person.person_id, []).append(tag.tag)

    def row(record: Record) -> Row:
        person, profile = record.person, world.profiles[record.person.person_id]
        firm = rng.choice(firms[person.company.company_id]) if person.company else None
        original = record.variant == "original"
        opted_out = original and person.person_id in left
        utm = profile.utm if original else ("", "", "")
        at_home = original or rng.random() < 0.5
        born = person.birth_date if rng.random() < (0.45 if original else 0.2) else ""
        if record.variant == "name_and_birth_date":
            born = person.birth_date
        postal_code = person.postal_code if at_home else ""
        if postal_code.startswith("0") and rng.random() < 0.2:
            postal_code = "'" + postal_code  # as exported for spreadsheets
        return {
            "contact_id": record.record_id,
            "email": record.email,
            "phone": record.phone,
            "first_name": record.first_name,
            "last_name": record.last_name,
            "company_id": firm.record_id if firm and rng.random() < 0.85 else "",
            "company_name": firm.name if firm else "",
            "job_title": person.job_title if original else "",
            "lifecycle_stage": "lead" if record.is_lead else profile.lifecycle_stage,
            "lead_status": "new" if record.is_lead else profile.lead_status if original else "",
            "source_channel": profile.source_channel,
            "utm_source": utm[0],
            "utm_medium": utm[1],
            "utm_campaign": utm[2],
            "city": person.place.city if at_home else "",
            "region": person.place.region if at_home else "",
            "country": record.country,
            "postal_code": postal_code,
            "language": _language(rng.random(), person),
            "birth_date": born,
            "gender": person.gender if rng.random() < 0.5 else "",
            "created_at": record.created_at,
            "updated_at": record.updated_at,
            "email_opt_out": opted_out if original else "",
            "is_deleted": record.is_deleted,
            "merged_into_contact_id": record.merged_into.record_id if record.merged_into else "",
            "tags": ";".join(tags.get(person.person_id, [])) if original else "",
            "owner": rng.choice(world.owners) if person.company else "",
        }

    return [row(record) for record in roster.records]


def _language(draw: float, person: Person) -> str:
    if draw < 0.25:
        return ""
    return f"{person.language}-{person.country}" if draw < 0.35 else person.language


def _guest_email(roster: Roster, order: Order) -> str:
    """Return the address typed into a guest order, in another case now and then."""

    known = [each.email for each in roster.records_of(order.person) if each.email_kind == "own"]
    email = (known or order.person.own_emails)[0].strip()
    if order.number % 7 == 0:
        return email.upper()
    return email.title() if order.number % 5 == 0 else email


def _status(order: Order) -> str:
    if order.channel == "phone":
        return order.status.upper()
    return order.status.capitalize() if order.ordered_at < NEW_SHOP_SINCE else order.status


def _orders(world: World, roster: Roster) -> list[Row]:
    rows = []
    for order in world.orders:
        record = roster.record_at(order.person, order.ordered_at)
        email = record.email.strip() if record and record.takes_mail else ""
        if order.as_guest:
            email = _guest_email(roster, order)
        elif order.channel != "web":
            email = ""
        rows.append(
            {
                "order_id": order_id(order),
                "contact_id": "" if order.as_guest else record.record_id,
                "email": email,
                "ordered_at": order.ordered_at,
                "total_amount": money(order.total),
                "currency": order.currency,
                "status": _status(order),
                "subtotal_amount": money(order.subtotal),
                "discount_amount": money(order.discount),
                "tax_amount": money(order.tax),
                "shipping_amount": money(order.shipping),
                "refunded_amount": money(order.refunded),
                "channel": order.channel,
                "utm_source": order.utm[0],
                "utm_medium": order.utm[1],
                "utm_campaign": order.utm[2],
                "coupon_code": order.coupon,
                "is_test": order.is_test,
            }
        )
    return rows


def _order_items(world: World) -> list[Row]:
    return [
        {
            "order_item_id": f"{order_id(order)}-{number}",
            "order_id": order_id(order),
            "product_id": line.product.product_id,
            "sku": line.product.sku,
            "quantity": line.quantity,
            "unit_price": Decimal(line.unit_price) / 100,
            "discount_amount": Decimal(line.discount) / 100,
            "line_amount": Decimal(line.amount) / 100,
            "refunded_quantity": line.refunded_quantity,
        }
        for order in world.orders
        for number, line in enumerate(order.lines, 1)
    ]


def _products() -> list[Row]:
    return [
        {
            "product_id": each.product_id,
            "product_name": each.name,
            "sku": each.sku,
            "category": each.category,
            "brand": each.brand,
            "unit_price": money(each.price_eur),
            "is_active": each.is_active,
        }
        for each in products()
    ]


def _companies(world: World, records: list[CompanyRecord]) -> list[Row]:
    buyers = {
        order.person.company.company_id
        for order in world.orders
        if order.person.company and order.is_revenue
    }
    currencies = {"GB": "GBP", "US": "USD"}
    return [
        {
            "company_id": each.record_id,
            "company_name": each.name,
            "domain": each.domain,
            "industry": each.industry,
            "employee_count": each.company.employees if each.variant == "original" else "",
            "annual_revenue": each.company.annual_revenue if each.variant == "original" else "",
            "revenue_currency": currencies.get(each.company.place.country, "EUR"),
            "city": each.company.place.city,
            "country": each.country,
            "lifecycle_stage": "customer" if each.company.company_id in buyers else "lead",
            "created_at": each.company.joined_on,
        }
        for each in records
    ]


def write(world: World, folder: Path) -> SystemTruth:
    """Write the files of the contract into a folder and return what they hide."""

    roster = enrol(
        SYSTEM,
        world.known_people,
        "{:06}",
        duplicates=CONTACT_RECORDS - len(world.known_people),
        deleted=DELETED,
    )
    companies = enrol_companies(SYSTEM, world.companies, "CO-{:03}", DUPLICATE_COMPANIES)
    tables = {
        "contacts": _contacts(world, roster, companies),
        "companies": _companies(world, companies),
        "products": _products(),
        "orders": _orders(world, roster),
        "order_items": _order_items(world),
        **touchpoints(world, roster, companies, order_id),
    }
    faults = plant_faults(SYSTEM, tables, PARQUET)
    for entity, rows in tables.items():
        if entity in PARQUET:
            write_parquet(folder / f"{entity}.parquet", rows, PARQUET[entity])
        else:
            write_csv(folder / f"{entity}.csv", rows)
    return SystemTruth(
        SYSTEM, roster, companies, [(order_id(order), order) for order in world.orders], faults
    )
