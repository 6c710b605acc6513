"""Shopify, as Fivetran lands it (REST layout): the outlet, a web shop that opened in 2024.

One currency, euros. Its orders are its own; most of its customers are known elsewhere too.
What becomes of an order is in `shopify_orders`.
"""

from datetime import date, datetime
from pathlib import Path

from ..branches import branch_carts, branch_orders
from ..carts import Cart
from ..catalogue import products
from ..countries import COUNTRIES
from ..duplicates import SHOP_KINDS
from ..enrolment import enrol
from ..files import Row, money, write_csv
from ..orders import Order
from ..people import Person
from ..roster import Record, Roster
from ..settings import AS_OF, stream
from ..truth import SystemTruth
from ..world import World
from .shopify_orders import order_id, order_tables, product_number

SYSTEM = "shopify"
OPENED_ON = date(2024, 3, 1)
SYNCED = datetime(AS_OF.year, AS_OF.month, AS_OF.day, 22)
PEOPLE = 220
DUPLICATES = 16
DELETED = 3
ORDERS = 520
CARTS = 60

# what a person said about marketing -> the state of the customer
STATES = {
    "granted": "subscribed",
    "withdrawn": "unsubscribed",
    "denied": "unsubscribed",
    "pending": "pending",
}


def _people(world: World) -> list[Person]:
    """Return who buys in the outlet: people of the euro countries, and two colleagues."""

    rng = stream(SYSTEM, "people")
    able = [
        each
        for each in world.people
        if each.kind == "consumer" and COUNTRIES[each.country].currency == "EUR"
    ]
    chosen = {each.person_id for each in rng.sample(able, PEOPLE)}
    return [each for each in world.people if each.person_id in chosen or each.kind == "staff"]


def _said(world: World, channel: str) -> dict[str, tuple[str, str, datetime]]:
    """Return state, opt-in level and time of what each person last said about marketing."""

    said: dict[str, tuple[str, str, datetime]] = {}
    asked_twice = set()
    for consent in world.consents:
        if consent.channel == channel and consent.purpose == "marketing":
            person = consent.person.person_id
            if consent.status == "pending":
                asked_twice.add(person)
            level = "confirmed_opt_in" if person in asked_twice else "single_opt_in"
            said[person] = (STATES[consent.status], level, consent.occurred_at)
    return said


def _customers(world: World, roster: Roster, orders: list[Order]) -> list[Row]:
    by_email, by_sms = _said(world, "email"), _said(world, "sms")
    nothing = ("not_subscribed", "unknown", "")
    spent: dict[str, int] = {}
    count: dict[str, int] = {}
    for order in orders:
        record = roster.record_at(order.person, order.ordered_at)
        if not order.as_guest:
            spent[record.record_id] = spent.get(record.record_id, 0) + order.net
            count[record.record_id] = count.get(record.record_id, 0) + 1

    def row(record: Record) -> Row:
        person = record.person.person_id
        original = record.variant == "original"
        email = by_email.get(person, nothing) if original else nothing
        sms = by_sms.get(person, nothing) if original and record.phone else ("", "", "")
        return {
            "id": record.record_id,
            "email": record.email.strip(),
            "first_name": record.first_name.strip(),
            "last_name": record.last_name,
            "phone": record.phone,
            "state": "enabled" if original else "disabled",
            "verified_email": record.email_kind == "own",
            "orders_count": count.get(record.record_id, 0),
            "total_spent": money(spent.get(record.record_id, 0)),
            "currency": "EUR",
            "default_address_id": "",
            "note": "",
            "email_marketing_consent_state": email[0],
            "email_marketing_consent_opt_in_level": email[1],
            "email_marketing_consent_consent_updated_at": email[2],
            "sms_marketing_consent_state": sms[0],
            "sms_marketing_consent_opt_in_level": sms[1],
            "sms_marketing_consent_consent_updated_at": sms[2],
            "created_at": record.created_at,
            "updated_at": record.updated_at,
            "_fivetran_deleted": record.is_deleted,
            "_fivetran_synced": SYNCED,
        }

    return [row(record) for record in roster.records]


def _customer_tags(world: World, roster: Roster) -> list[Row]:
    tags: dict[str, list[str]] = {}
    for tag in roster.own(world.tags):
        tags.setdefault(roster.records_of(tag.person)[0].record_id, []).append(tag.tag)
    return [
        {"customer_id": customer, "index": index, "value": value, "_fivetran_synced": SYNCED}
        for customer, values in tags.items()
        for index, value in enumerate(values, 1)
    ]


def _products() -> list[Row]:
    return [
        {
            "id": product_number(each),
            "title": each.name,
            "vendor": each.brand,
            "product_type": each.category,
            "handle": each.sku.lower(),
            "status": "active" if each.is_active else "archived",
            "created_at": OPENED_ON,
            "updated_at": OPENED_ON,
            "_fivetran_deleted": False,
            "_fivetran_synced": SYNCED,
        }
        for each in products()
    ]


def _product_variants() -> list[Row]:
    return [
        {
            "id": product_number(each) + 900000,
            "product_id": product_number(each),
            "title": "Default Title",
            "sku": each.sku,
            "price": money(each.price_eur),
            "position": 1,
            "updated_at": OPENED_ON,
            "_fivetran_synced": SYNCED,
        }
        for each in products()
    ]


def _abandoned_checkouts(roster: Roster, carts: list[Cart]) -> list[Row]:
    def row(number: int, cart: Cart) -> Row:
        record = roster.record_at(cart.person, cart.created_at)
        done = cart.recovered_by
        return {
            "id": 36000000000 + number,
            "token": f"checkout{order_id(done)}" if done else f"checkoutleft{number}",
            "cart_token": "",
            "customer_id": record.record_id if number % 5 else "",
            "email": record.email.strip(),
            "currency": cart.currency,
            "total_price": money(cart.total),
            "subtotal_price": money(cart.total),
            "created_at": cart.created_at,
            "updated_at": cart.created_at,
            "closed_at": "",
            "source_name": "web",
            "_fivetran_deleted": False,
            "_fivetran_synced": SYNCED,
        }

    return [row(number, cart) for number, cart in enumerate(carts, 1)]


def write(world: World, folder: Path) -> SystemTruth:
    """Write the raw tables into a folder and return what they hide."""

    people = _people(world)
    roster = enrol(SYSTEM, people, "71{:08}", DUPLICATES, DELETED, SHOP_KINDS)
    orders = branch_orders(SYSTEM, people, OPENED_ON, ORDERS, "EUR")
    carts = branch_carts(SYSTEM, [p for p in people if p.kind != "staff"], orders, CARTS)
    tables = {
        "customer": _customers(world, roster, orders),
        "customer_tag": _customer_tags(world, roster),
        "product": _products(),
        "product_variant": _product_variants(),
        "abandoned_checkout": _abandoned_checkouts(roster, carts),
        **order_tables(roster, orders, SYNCED),
    }
    for table, rows in tables.items():
        write_csv(folder / f"{table}.csv", rows)
    truth = [(str(order_id(order)), order) for order in orders]
    return SystemTruth(SYSTEM, roster, [], truth, [])
