"""Klaviyo, as Fivetran lands it: some of the subscribers and the mails of a quarter.

The shop tells Klaviyo of visits and orders too; those orders are echoes and no truth.
"""

from datetime import datetime, timedelta
from pathlib import Path

import pyarrow as pa

from ..consents import Subscription
from ..enrolment import enrol
from ..files import Row, money, write_csv, write_parquet
from ..people import Person
from ..roster import Roster
from ..seasons import days_before
from ..settings import AS_OF
from ..truth import SystemTruth
from ..world import World

SYSTEM = "klaviyo"
SYNCED = datetime(AS_OF.year, AS_OF.month, AS_OF.day, 22)
SINCE = days_before(75)
METRICS = (
    "Received Email", "Opened Email", "Clicked Email", "Bounced Email", "Marked Email as Spam",
    "Unsubscribed from Email Marketing", "Subscribed to Email Marketing",
    "Subscribed to SMS Marketing", "Unsubscribed from SMS Marketing", "Active on Site",
    "Viewed Product", "Checkout Started", "Placed Order",
)  # fmt: skip
MAIL = {
    "delivered": "Received Email",
    "opened": "Opened Email",
    "clicked": "Clicked Email",
    "bounced": "Bounced Email",
    "complained": "Marked Email as Spam",
    "unsubscribed": "Unsubscribed from Email Marketing",
}
WEB = {
    "page_view": "Active on Site",
    "product_viewed": "Viewed Product",
    "checkout_started": "Checkout Started",
}
SMS = {"granted": "Subscribed to SMS Marketing", "withdrawn": "Unsubscribed from SMS Marketing"}


def _metric(name: str) -> str:
    return f"M{METRICS.index(name):05}"


def _people(world: World) -> list[Person]:
    """Return every sixth subscriber, and a few who only take text messages."""

    chosen = {each.person.person_id for each in world.subscriptions[::6]}
    texted = [
        each.person.person_id
        for each in world.consents
        if each.channel == "sms" and each.status == "granted"
    ]
    chosen |= set(texted[::8])
    return [person for person in world.people if person.person_id in chosen]


def _persons(world: World, roster: Roster) -> list[Row]:
    lists = {each.person.person_id: each for each in world.subscriptions}
    agreed = {
        (each.person.person_id, each.channel): each
        for each in world.consents
        if each.purpose == "marketing" and each.status != "pending"
    }
    bounced = {each.person.person_id for each in world.mail_events if each.bounce_type == "hard"}

    def row(record) -> Row:
        person = record.person
        on_list: Subscription | None = lists.get(person.person_id)
        mail, text = (agreed.get((person.person_id, channel)) for channel in ("email", "sms"))
        left = on_list is not None and bool(on_list.left_by)
        consent = "NEVER_SUBSCRIBED"
        if mail or left:
            granted = mail is not None and mail.status == "granted"
            consent = "SUBSCRIBED" if granted else "UNSUBSCRIBED"
        may = bool(on_list) and not left and person.person_id not in bounced
        return {
            "id": record.record_id,
            "email": record.email.strip() if on_list else "",
            "phone_number": person.phones[0] if text else "",
            "first_name": record.first_name,
            "last_name": record.last_name,
            "organization": person.company.name if person.company else "",
            "title": person.job_title,
            "city": person.place.city,
            "region": person.place.region,
            "country": record.country,
            "zip": person.postal_code,
            "timezone": "Europe/Berlin",
            "created": record.created_at,
            "updated": record.updated_at,
            "subscriptions_email_marketing_consent": consent,
            "subscriptions_email_marketing_can_receive_email_marketing": may,
            "subscriptions_email_marketing_last_updated": mail.occurred_at if mail else "",
            "subscriptions_sms_marketing_can_receive_sms_marketing": bool(
                text and text.status == "granted"
            ),
            "subscriptions_sms_marketing_last_updated": text.occurred_at if text else "",
            "_fivetran_deleted": record.is_deleted,
            "_fivetran_synced": SYNCED,
        }

    return [row(record) for record in roster.records]


def _events(world: World, roster: Roster) -> list[Row]:
    rows: list[Row] = []

    def add(person: Person, at: datetime, metric: str, **properties: str) -> None:
        record = roster.record_at(person, at)
        if record is None:
            return
        rows.append(
            {
                "id": f"E{len(rows) + 1:09}",
                "person_id": record.record_id,
                "metric_id": _metric(metric),
                "campaign_id": "",
                "datetime": at,
                "property_value": "",
                "property_url": "",
                "property_product_name": "",
                "property_bounce_type": "",
                "property_order_id": "",
                "_fivetran_synced": SYNCED,
            }
            | properties
        )

    for mail in world.mail_events:
        if mail.occurred_at.date() >= SINCE and mail.event_type in MAIL:
            add(
                mail.person,
                mail.occurred_at,
                MAIL[mail.event_type],
                campaign_id=mail.campaign.campaign_id,
                property_url=mail.url,
                property_bounce_type=mail.bounce_type.title(),
            )
    for visit in world.web_events:
        known = visit.is_identified and visit.person and visit.event_name in WEB
        if known and visit.occurred_at.date() >= SINCE:
            title = visit.title if visit.event_name == "product_viewed" else ""
            add(
                visit.person,
                visit.occurred_at,
                WEB[visit.event_name],
                property_url=visit.url,
                property_product_name=title,
            )
    for order in world.orders:
        if order.channel == "web" and order.ordered_at.date() >= SINCE and not order.is_test:
            add(
                order.person,
                order.ordered_at + timedelta(seconds=5),
                "Placed Order",
                property_value=money(order.total),
                property_order_id=str(order.number),
            )
    for consent in world.consents:
        if consent.channel == "sms" and consent.status in SMS:
            add(consent.person, consent.occurred_at, SMS[consent.status])
        elif (consent.channel, consent.purpose, consent.status) == (
            "email",
            "marketing",
            "granted",
        ):
            add(consent.person, consent.occurred_at, "Subscribed to Email Marketing")
    return rows


def write(world: World, folder: Path) -> SystemTruth:
    """Write the tables of the connector into a folder and return what they hide."""

    roster = enrol(SYSTEM, _people(world), "01HK{:022}", deleted=2)
    subscribed = {each.person.person_id for each in world.subscriptions}
    for record in roster.records:
        if record.person.person_id not in subscribed:
            record.email, record.email_kind = "", "none"
    synced = {"_fivetran_synced": SYNCED}
    tables = {
        "person": _persons(world, roster),
        "metric": [{"id": _metric(name), "name": name} | synced for name in METRICS],
        "campaign": [
            {"id": each.campaign_id, "name": each.name, "send_time": each.sent_at} | synced
            for each in world.campaigns
        ],
        "list": [{"id": "LNEWS1", "name": "Newsletter"} | synced],
        "list_person": [
            {
                "list_id": "LNEWS1",
                "person_id": roster.records_of(each.person)[0].record_id,
                "joined_group_at": each.since,
                "_fivetran_deleted": bool(each.left_by),
            }
            | synced
            for each in roster.own(world.subscriptions)
        ],
    }
    for table, rows in tables.items():
        write_csv(folder / f"{table}.csv", rows)
    times = {name: pa.timestamp("us") for name in ("datetime", "_fivetran_synced")}
    write_parquet(folder / "event.parquet", _events(world, roster), times)
    return SystemTruth(SYSTEM, roster, [], [], [])
