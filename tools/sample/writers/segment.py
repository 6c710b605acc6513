"""Segment's own warehouse tables: the web shop's events of two months.

The user id is the shop's number of the account. Visits before the log-in carry only the
browser's id; some couples share a browser.
"""

from datetime import datetime, timedelta
from pathlib import Path

import pyarrow as pa

from ..enrolment import enrol
from ..files import Row, write_csv, write_parquet
from ..roster import Roster
from ..seasons import days_before
from ..settings import AS_OF, SHOP_URL, stream
from ..truth import SystemTruth
from ..web import WebEvent
from ..world import World

SYSTEM = "segment"
SINCE = days_before(45)
NAMES = {
    "product_viewed": "Product Viewed",
    "added_to_cart": "Product Added",
    "checkout_started": "Checkout Started",
    "content_downloaded": "Guide Downloaded",
    "login": "Signed In",
}


def _visits(world: World) -> list[WebEvent]:
    """Return the events of the period, strangers' only of the last fortnight."""

    return [
        each
        for each in world.web_events
        if each.occurred_at.date() >= (SINCE if each.person else days_before(14))
    ]


def _traits(world: World, roster: Roster) -> dict[str, Row]:
    rows = {}
    for record in roster.records:
        person = record.person
        rows[record.record_id] = {
            "email": record.email.strip() if record.email_kind == "own" else "",
            "first_name": record.first_name.strip(),
            "last_name": record.last_name,
            "phone": record.phone,
            "company_name": person.company.name if person.company else "",
            "address_city": person.place.city,
            "address_country": record.country,
            "address_postal_code": person.postal_code,
            "created_at": record.created_at,
        }
    return rows


def write(world: World, folder: Path) -> SystemTruth:
    """Write the tables of the loader into a folder and return what they hide."""

    visits = _visits(world)
    known = {each.person.person_id for each in visits if each.is_identified and each.person}
    people = [person for person in world.people if person.person_id in known]
    roster = enrol(SYSTEM, people, "U{:05}")
    traits = _traits(world, roster)
    rng = stream(SYSTEM, "messages")

    def call(visit: WebEvent, at: datetime) -> Row:
        record = roster.records_of(visit.person)[0] if visit.is_identified else None
        return {
            "id": f"{rng.getrandbits(64):016x}",
            "user_id": record.record_id if record else "",
            "anonymous_id": visit.anonymous_id,
            "timestamp": at,
            "received_at": at + timedelta(seconds=rng.randint(1, 20)),
        }

    pages, tracks, identifies = [], [], []
    for visit in visits:
        campaign = {
            "context_campaign_source": visit.utm[0],
            "context_campaign_medium": visit.utm[1],
            "context_campaign_name": visit.utm[2],
        }
        page = call(visit, visit.occurred_at)
        pages.append(
            page
            | {
                "name": "",
                "url": visit.url,
                "path": visit.path,
                "title": visit.title,
                "referrer": visit.referrer,
            }
            | campaign
        )
        if visit.event_name in NAMES:
            tracks.append(
                call(visit, visit.occurred_at + timedelta(seconds=1))
                | {
                    "event": NAMES[visit.event_name].lower().replace(" ", "_"),
                    "event_text": NAMES[visit.event_name],
                    "context_page_url": visit.url,
                    "context_page_title": visit.title,
                }
                | campaign
            )
        if visit.event_name == "login":
            said = call(visit, visit.occurred_at + timedelta(seconds=2))
            identifies.append(said | traits[said["user_id"]])
    for order in roster.own(world.orders):
        if order.channel == "web" and order.ordered_at.date() >= SINCE and not order.as_guest:
            record = roster.records_of(order.person)[0]
            tracks.append(
                {
                    "id": f"{rng.getrandbits(64):016x}",
                    "user_id": record.record_id,
                    "anonymous_id": "",
                    "timestamp": order.ordered_at,
                    "received_at": order.ordered_at,
                    "event": "order_completed",
                    "event_text": "Order Completed",
                    "context_page_url": f"{SHOP_URL}/checkout/thank-you",
                    "context_page_title": "Thank you",
                    "context_campaign_source": "",
                    "context_campaign_medium": "",
                    "context_campaign_name": "",
                }
            )
    received = datetime(AS_OF.year, AS_OF.month, AS_OF.day, 21)
    users = [{"id": key} | row | {"received_at": received} for key, row in traits.items()]
    write_csv(folder / "users.csv", users)
    write_csv(folder / "identifies.csv", identifies)
    times = {name: pa.timestamp("us") for name in ("timestamp", "received_at")}
    write_parquet(folder / "pages.parquet", pages, times)
    write_parquet(folder / "tracks.parquet", tracks, times)
    return SystemTruth(SYSTEM, roster, [], [], [])
