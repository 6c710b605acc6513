"""WooCommerce, as Airbyte lands it: the wholesale shop for offices and cafés.

Its orders are its own, in the buyer's currency. Lines, coupons, refunds and custom fields
lie as JSON in the orders. The site runs on Berlin time.
"""

import json
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from ..branches import branch_orders
from ..catalogue import products
from ..duplicates import SHOP_KINDS
from ..enrolment import enrol
from ..files import Row, money, write_csv
from ..orders import Order
from ..people import Person
from ..roster import Record, Roster
from ..settings import AS_OF, stream
from ..truth import SystemTruth
from ..world import World

SYSTEM = "woocommerce"
OPENED_ON = date(2024, 9, 1)
EXTRACTED = datetime(AS_OF.year, AS_OF.month, AS_OF.day, 22)
PEOPLE = 90
DUPLICATES = 8
ORDERS = 240

STATUSES = {"paid": "processing", "shipped": "completed", "completed": "completed"}


def people(world: World) -> list[Person]:
    """Return who buys wholesale."""

    able = [each for each in world.people if each.kind == "business"]
    chosen = {each.person_id for each in stream(SYSTEM, "people").sample(able, PEOPLE)}
    return [each for each in able if each.person_id in chosen]


def sold(world: World) -> list[Order]:
    """Return the orders of the wholesale shop."""

    return branch_orders(SYSTEM, people(world), OPENED_ON, ORDERS)


def order_id(order: Order) -> str:
    """Return the id under which this system files an order."""

    return str(3000 + order.number)


def _times(name: str, at: datetime) -> Row:
    local = at.replace(tzinfo=ZoneInfo("UTC")).astimezone(ZoneInfo("Europe/Berlin"))
    return {name: f"{local:%Y-%m-%dT%H:%M:%S}", f"{name}_gmt": f"{at:%Y-%m-%dT%H:%M:%S}"}


def _billing(record: Record, email: str) -> str:
    person = record.person
    address = {
        "first_name": record.first_name.strip(),
        "last_name": record.last_name,
        "company": person.company.name if person.company else "",
        "city": person.place.city,
        "state": person.place.region,
        "postcode": person.postal_code,
        "country": person.country,
        "email": email,
        "phone": record.phone,
    }
    return json.dumps(address, ensure_ascii=False)


def _customers(roster: Roster, buyers: set[str]) -> list[Row]:
    return [
        {
            "id": record.record_id,
            "email": record.email.strip(),
            "first_name": record.first_name.strip(),
            "last_name": record.last_name,
            "username": f"user{record.record_id}",
            "role": "customer",
            "is_paying_customer": record.record_id in buyers,
            "billing": _billing(record, record.email.strip()),
            **_times("date_created", record.created_at),
            **_times("date_modified", record.updated_at),
            "_airbyte_extracted_at": EXTRACTED,
        }
        for record in roster.records
    ]


def _lines(order: Order) -> list[Row]:
    """Return the lines; the coupon's discount is spread over them, as the shop does."""

    left, rows = order.discount, []
    for index, line in enumerate(order.lines):
        discount = round(order.discount * line.amount / order.subtotal)
        discount = left if index == len(order.lines) - 1 else min(left, discount)
        left -= discount
        rows.append(
            {
                "id": int(order_id(order)) * 100 + index,
                "product_id": int(line.product.product_id),
                "variation_id": 0,
                "name": line.product.name,
                "sku": line.product.sku,
                "quantity": line.quantity,
                "subtotal": money(line.amount),
                "total": money(line.amount - discount),
                "price": round((line.amount - discount) / line.quantity / 100, 4),
            }
        )
    return rows


def _status(order: Order) -> str:
    if order.status == "cancelled":
        return "failed" if order.number % 3 == 0 else "cancelled"
    if order.status == "pending":
        return "on-hold" if order.number % 2 else "pending"
    return STATUSES.get(order.status, order.status)


def _origin(order: Order) -> list[Row]:
    names = ("utm_source", "utm_medium", "utm_campaign")
    return [
        {"id": order.number * 10 + n, "key": f"_wc_order_attribution_{name}", "value": value}
        for n, (name, value) in enumerate(zip(names, order.utm, strict=True))
        if value
    ]


def _order(roster: Roster, order: Order) -> Row:
    record = roster.record_at(order.person, order.ordered_at)
    email = order.person.own_emails[0] if order.as_guest else record.email.strip()
    number = int(order_id(order))
    refunds = [{"id": number * 10, "reason": "", "total": money(-order.refunded)}]
    coupons = [{"id": number * 10 + 1, "code": order.coupon, "discount": money(order.discount)}]
    return {
        "id": number,
        "number": str(number),
        "parent_id": 0,
        "status": _status(order),
        "currency": order.currency,
        "customer_id": 0 if order.as_guest else record.record_id,
        "total": money(order.total),
        "total_tax": money(order.tax),
        "discount_total": money(order.discount),
        "shipping_total": money(order.shipping),
        "prices_include_tax": False,
        "created_via": "checkout" if order.channel == "web" else "admin",
        "payment_method": "stripe",
        "billing": _billing(record, email),
        "line_items": json.dumps(_lines(order), ensure_ascii=False),
        "coupon_lines": json.dumps(coupons if order.coupon else []),
        "refunds": json.dumps(refunds if order.refunded else []),
        "meta_data": json.dumps(_origin(order)),
        **_times("date_created", order.ordered_at),
        **_times("date_modified", order.ordered_at),
        "_airbyte_extracted_at": EXTRACTED,
    }


def _products() -> list[Row]:
    names = sorted({each.category for each in products()})
    return [
        {
            "id": int(each.product_id),
            "name": each.name,
            "sku": each.sku,
            "price": money(each.price_eur),
            "regular_price": money(each.price_eur),
            "status": "publish" if each.is_active else "draft",
            "categories": json.dumps(
                [{"id": 20 + names.index(each.category), "name": each.category}]
            ),
            **_times("date_modified", datetime(2024, 9, 1)),
            "_airbyte_extracted_at": EXTRACTED,
        }
        for each in products()
    ]


def write(world: World, folder: Path) -> SystemTruth:
    """Write the raw tables into a folder and return what they hide."""

    roster = enrol(SYSTEM, people(world), "{}", DUPLICATES, kinds=SHOP_KINDS)
    orders = sold(world)
    buyers = {
        roster.record_at(order.person, order.ordered_at).record_id
        for order in orders
        if order.is_revenue and not order.as_guest
    }
    tables = {
        "customers": _customers(roster, buyers),
        "orders": [_order(roster, order) for order in orders],
        "products": _products(),
    }
    for table, rows in tables.items():
        write_csv(folder / f"{table}.csv", rows)
    return SystemTruth(SYSTEM, roster, [], [(order_id(order), order) for order in orders], [])
