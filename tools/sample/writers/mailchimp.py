"""Mailchimp, as Fivetran lands it: two audiences, the newsletter's and the shops'.

A member is a hash of the address, so a person on both audiences is twice there under one id.
"""

from dataclasses import replace
from datetime import datetime
from hashlib import md5
from pathlib import Path

from ..enrolment import enrol
from ..files import Row, write_csv
from ..people import Person
from ..roster import Record, Roster
from ..seasons import days_before
from ..settings import AS_OF, STORE_CITIES
from ..truth import SystemTruth
from ..world import World

SYSTEM = "mailchimp"
SYNCED = datetime(AS_OF.year, AS_OF.month, AS_OF.day, 22)
SINCE = days_before(75)
NEWSLETTER, STORES = "5c1f0a77d2", "9e83b46c10"
LISTS = {NEWSLETTER: "Newsletter", STORES: "Friends of the shops"}
ACTIONS = {"opened": "open", "clicked": "click", "bounced": "bounce"}


def _member(record: Record) -> str:
    return md5(record.email.strip().lower().encode()).hexdigest()


def _enrol(world: World) -> tuple[Roster, dict[str, list[Record]]]:
    """Return the members, and those of each audience.

    Only who has an address of one's own: a mailbox can be on an audience once.
    """

    people = [each.person for each in world.subscriptions[::7]]
    everybody = enrol(SYSTEM, people, "{}")
    records = [each for each in everybody.records if each.email_kind == "own"]
    audiences = {NEWSLETTER: records, STORES: []}
    for record in records:
        if record.person.place.city in STORE_CITIES:
            again = replace(record, variant="second_list")
            audiences[STORES].append(again)
    for audience, members in audiences.items():
        for record in members:
            record.record_id = f"{_member(record)}|{audience}"
    return Roster(SYSTEM, [*records, *audiences[STORES]]), audiences


def _members(world: World, audiences: dict[str, list[Record]]) -> list[Row]:
    subscriptions = {each.person.person_id: each for each in world.subscriptions}
    proven = {
        each.person.person_id: each
        for each in world.consents
        if (each.channel, each.purpose, each.status) == ("email", "marketing", "granted")
    }
    bounced = {
        each.person.person_id: each.occurred_at
        for each in world.mail_events
        if each.bounce_type == "hard"
    }

    def row(record: Record, audience: str, place: int) -> Row:
        person = record.person
        subscription, consent = subscriptions[person.person_id], proven.get(person.person_id)
        status, changed = "subscribed", subscription.since
        if audience == NEWSLETTER and subscription.left_by:
            status, changed = "unsubscribed", subscription.until
        elif person.person_id in bounced:
            status, changed = "cleaned", bounced[person.person_id]
        elif audience == STORES and place % 9 == 4:
            status = "archived"
        return {
            "id": _member(record),
            "list_id": audience,
            "email_address": record.email.strip(),
            "unique_email_id": _member(record)[:10],
            "status": status,
            "fname": record.first_name,
            "lname": record.last_name,
            "language": person.language,
            "country_code": person.country,
            "member_rating": 2 + place % 4,
            "vip": False,
            "timestamp_signup": subscription.since,
            "timestamp_opt": consent.occurred_at if consent else "",
            "last_changed": changed,
            "_fivetran_synced": SYNCED,
        }

    return [
        row(record, audience, place)
        for audience, records in audiences.items()
        for place, record in enumerate(records)
    ]


def _mails(world: World, roster: Roster) -> dict[str, list[Row]]:
    """Return what was sent to the newsletter's audience in a quarter, and what came of it."""

    def who(person: Person) -> Row:
        record = roster.records_of(person)[0]
        return {"member_id": _member(record), "list_id": NEWSLETTER}

    sent, activity, gone = [], [], []
    for mail in roster.own(world.mail_events):
        if mail.occurred_at.date() < SINCE:
            continue
        row = {"campaign_id": mail.campaign.campaign_id} | who(mail.person)
        if mail.event_type == "sent":
            sent.append(row | {"_fivetran_synced": SYNCED})
        elif mail.event_type == "unsubscribed":
            gone.append(
                row | {"reason": "", "timestamp": mail.occurred_at, "_fivetran_synced": SYNCED}
            )
        elif mail.event_type in ACTIONS:
            activity.append(
                row
                | {
                    "action": ACTIONS[mail.event_type],
                    "bounce_type": mail.bounce_type,
                    "timestamp": mail.occurred_at,
                    "url": mail.url,
                    "_fivetran_synced": SYNCED,
                }
            )
    return {
        "campaign_recipient": sent,
        "campaign_recipient_activity": activity,
        "unsubscribe": gone,
    }


def write(world: World, folder: Path) -> SystemTruth:
    """Write the tables of the connector into a folder and return what they hide."""

    roster, audiences = _enrol(world)
    tagged = [each for each in roster.own(world.tags) if each.tag == "espresso lover"]
    tables = {
        "member": _members(world, audiences),
        "list": [{"id": key, "name": name} for key, name in LISTS.items()],
        "campaign": [
            {
                "id": each.campaign_id,
                "list_id": NEWSLETTER,
                "title": each.name,
                "subject_line": each.name,
                "send_time": each.sent_at,
                "status": "sent",
            }
            for each in world.campaigns
        ],
        "segment": [
            {"id": 4711, "list_id": NEWSLETTER, "name": "Espresso lover", "type": "static"}
        ],
        "segment_member": [
            {"segment_id": 4711, "member_id": _member(roster.records_of(each.person)[0])}
            for each in tagged
        ],
        **_mails(world, roster),
    }
    for table, rows in tables.items():
        write_csv(folder / f"{table}.csv", rows)
    return SystemTruth(SYSTEM, roster, [], [], [])
