"""The generic CSV contract's event tables, from carts to attributes.

Systems differ in how they name a person. The newsletter tool, the survey tool and the
web form know addresses, the rest knows contact ids; timestamps come as each tool
exports them (without offset, with `Z`, or with the shop's offset).
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from ..consents import LIST_MOVED_ON
from ..enrolment import CompanyRecord
from ..files import Row, money
from ..orders import Order
from ..people import Person
from ..roster import Roster
from ..world import World


def _zulu(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"


def _shop_time(at: datetime) -> str:
    """Write a UTC time in the zone of the shop's tills, with its offset."""

    march, october = datetime(at.year, 3, 31, 1), datetime(at.year, 10, 31, 1)
    begin, end = (last - timedelta(days=last.isoweekday() % 7) for last in (march, october))
    hours = 2 if begin <= at < end else 1
    return f"{at + timedelta(hours=hours):%Y-%m-%dT%H:%M:%S}+0{hours}:00"


def _contact(roster: Roster, person: Person, at: datetime) -> str:
    record = roster.record_at(person, at)
    return record.record_id if record else ""


def _address(roster: Roster, person: Person, at: datetime) -> str:
    record = roster.record_at(person, at, mailable=True)
    if record:
        return record.email.strip()
    return "" if roster.knows(person) else person.emails[0]


def _contact_or_address(
    roster: Roster, person: Person, at: datetime, by_address: bool
) -> tuple[str, str]:
    """Return contact id and e-mail, one of them empty; the id where there is no address."""

    address = ""
    if by_address or not roster.knows(person):
        address = _address(roster, person, at)
    if address:
        return "", address
    return _contact(roster, person, at), ""


def _carts(world: World, roster: Roster, order_id: Callable[[Order], str]) -> list[Row]:
    rows = []
    for number, cart in enumerate(world.carts, 1):
        done = cart.recovered_by
        contact, email = _contact_or_address(
            roster, cart.person, cart.created_at, number % 4 == 0 or bool(done and done.as_guest)
        )
        rows.append(
            {
                "cart_id": f"cart-{number:04}",
                "contact_id": contact,
                "email": email,
                "created_at": cart.created_at,
                "total_amount": money(cart.total),
                "currency": cart.currency,
                "recovered_order_id": order_id(done) if done else "",
                "completed_at": done.ordered_at if done else "",
            }
        )
    return rows


def _email_events(world: World, roster: Roster) -> list[Row]:
    rows = []
    for event in world.mail_events:
        record = roster.record_at(event.person, event.campaign.sent_at, mailable=True)
        if not record:
            continue
        moved = event.occurred_at.date() >= LIST_MOVED_ON
        rows.append(
            {
                "event_id": f"M{len(rows) + 1:06}",
                "contact_id": record.record_id if moved else "",
                "email": record.email.strip(),
                "event_type": event.event_type,
                "occurred_at": event.occurred_at,
                "campaign_id": event.campaign.campaign_id,
                "campaign_name": event.campaign.name,
                "url": event.url,
                "bounce_type": event.bounce_type,
            }
        )
    return rows


def _web_events(world: World, roster: Roster) -> list[Row]:
    rows = []
    for number, event in enumerate(world.web_events, 1):
        contact = email = ""
        if event.is_identified and roster.knows(event.person):
            contact, email = _contact_or_address(
                roster, event.person, event.occurred_at, event.event_name == "content_downloaded"
            )
        rows.append(
            {
                "event_id": f"W{number:06}",
                "occurred_at": event.occurred_at,
                "event_name": event.event_name,
                "contact_id": contact,
                "email": email,
                "anonymous_id": event.anonymous_id,
                "session_id": event.session_id,
                "page_url": event.url,
                "page_title": event.title,
                "referrer": event.referrer,
                "utm_source": event.utm[0],
                "utm_medium": event.utm[1],
                "utm_campaign": event.utm[2],
                "content_id": event.content_id,
            }
        )
    return rows


def _support_tickets(world: World, roster: Roster) -> list[Row]:
    rows = []
    for number, ticket in enumerate(world.tickets, 4001):
        contact, email = _contact_or_address(
            roster, ticket.person, ticket.created_at, ticket.channel in ("email", "web")
        )
        rows.append(
            {
                "ticket_id": number,
                "contact_id": contact,
                "email": email,
                "created_at": ticket.created_at,
                "status": ticket.status,
                "priority": ticket.priority,
                "category": ticket.category,
                "channel": ticket.channel,
                "closed_at": ticket.closed_at,
                "csat_score": ticket.csat,
            }
        )
    return rows


def _survey_responses(world: World, roster: Roster) -> list[Row]:
    rows = []
    for number, answer in enumerate(world.answers, 1):
        contact, email = _contact_or_address(roster, answer.person, answer.responded_at, True)
        rows.append(
            {
                "response_id": f"R{number:04}",
                "contact_id": contact,
                "email": email,
                "responded_at": _zulu(answer.responded_at),
                "survey_type": answer.survey_type,
                "score": answer.score,
                "score_max": answer.score_max,
                "comment": answer.comment,
            }
        )
    return rows


def _loyalty_events(world: World, roster: Roster) -> list[Row]:
    return [
        {
            "event_id": f"L{number:05}",
            "contact_id": _contact(roster, event.person, event.occurred_at),
            "occurred_at": _shop_time(event.occurred_at),
            "event_type": event.event_type,
            "points": event.points,
            "tier": event.tier,
            "location": event.location,
        }
        for number, event in enumerate(world.loyalty, 1)
    ]


def _social_events(world: World, roster: Roster) -> list[Row]:
    return [
        {
            "contact_id": _contact(roster, event.person, event.occurred_at)
            if event.person and number % 5 < 2
            else "",
            "handle": event.handle,
            "network": event.network,
            "event_type": event.event_type,
            "occurred_at": event.occurred_at,
        }
        for number, event in enumerate(world.social)
    ]


def _consent_events(world: World, roster: Roster) -> list[Row]:
    rows = []
    for consent in world.consents:
        contact, email = _contact_or_address(
            roster, consent.person, consent.occurred_at, consent.source == "newsletter form"
        )
        rows.append(
            {
                "contact_id": contact,
                "email": email,
                "channel": consent.channel,
                "purpose": consent.purpose,
                "status": consent.status,
                "occurred_at": _zulu(consent.occurred_at),
                "legal_basis": consent.legal_basis,
                "source": consent.source,
                "jurisdiction": consent.jurisdiction,
            }
        )
    return rows


def _deals(world: World, roster: Roster, companies: list[CompanyRecord]) -> list[Row]:
    firms = {each.company.company_id: each.record_id for each in reversed(companies)}
    return [
        {
            "deal_id": f"D-{number:03}",
            "contact_id": _contact(roster, deal.person, deal.created_at),
            "company_id": firms[deal.company.company_id],
            "created_at": deal.created_at,
            "deal_name": deal.name,
            "pipeline": deal.pipeline,
            "stage": deal.stage,
            "amount": f"{deal.amount}.00",
            "currency": deal.currency,
            "probability": deal.probability,
            "status": deal.status,
            "expected_close_date": deal.expected_close_on,
            "closed_at": deal.closed_at,
            "source_channel": deal.source,
        }
        for number, deal in enumerate(world.deals, 1)
    ]


def _notes(world: World, roster: Roster) -> dict[str, list[Row]]:
    return {
        "activities": [
            {
                "activity_id": f"A{number:04}",
                "contact_id": _contact(roster, each.person, each.occurred_at),
                "activity_type": each.activity_type,
                "occurred_at": each.occurred_at,
                "direction": each.direction,
                "outcome": each.outcome,
            }
            for number, each in enumerate(world.activities, 1)
        ],
        "tags": [
            {
                "contact_id": _contact(roster, each.person, each.tagged_at),
                "tag": each.tag,
                "tagged_at": each.tagged_at,
            }
            for each in world.tags
        ],
        "attributes": [
            {
                "contact_id": _contact(roster, each.person, each.observed_at),
                "attribute_name": each.name,
                "attribute_value": each.value,
                "provider": each.provider,
                "observed_at": each.observed_at,
            }
            for each in world.attributes
        ],
    }


def touchpoints(
    world: World, roster: Roster, companies: list[CompanyRecord], order_id: Callable[[Order], str]
) -> dict[str, list[Row]]:
    """Return the rows of the event tables, by entity."""

    return {
        "deals": _deals(world, roster, companies),
        "carts": _carts(world, roster, order_id),
        "email_events": _email_events(world, roster),
        "web_events": _web_events(world, roster),
        "support_tickets": _support_tickets(world, roster),
        "survey_responses": _survey_responses(world, roster),
        "loyalty_events": _loyalty_events(world, roster),
        "social_events": _social_events(world, roster),
        "consent_events": _consent_events(world, roster),
        **_notes(world, roster),
    }
