"""Zendesk Support, as Fivetran lands it: the help desk.

It knows who has ever asked something, and the agents who answer. Some people ask from two
addresses; a second ticket about one matter was merged into the first. Satisfaction is good or
bad: what a survey calls 3 of 5 stays unanswered.
"""

from datetime import datetime, timedelta
from pathlib import Path

from ..duplicates import second_email
from ..enrolment import CompanyRecord, enrol, enrol_companies
from ..files import Row, write_csv
from ..roster import Record, Roster
from ..service import Ticket
from ..settings import AS_OF, SHOP_DOMAIN, stream
from ..truth import SystemTruth
from ..world import World

SYSTEM = "zendesk"
SYNCED = datetime(AS_OF.year, AS_OF.month, AS_OF.day, 23)
AGENT, TICKET = 370_000, 10_000
DUPLICATES, DELETED, MERGED = 12, 4, 9
AGENTS = ("Lea Brandt", "Tomas Novak", "Ines Duarte")
CHANNELS = {"phone": "voice"}
TYPES = {"machine repair": "problem", "delivery": "incident", "product question": "question"}


def _users(roster: Roster, companies: dict[str, str]) -> list[Row]:
    rng = stream(SYSTEM, "users")

    def row(record: Record) -> Row:
        person = record.person
        return {
            "id": record.record_id,
            "email": record.email,
            "name": f"{record.first_name} {record.last_name}".strip(),
            "phone": record.phone,
            "role": "end-user",
            "external_id": "",
            "organization_id": companies.get(person.company.company_id, "")
            if person.company
            else "",
            "locale": person.language,
            "active": not record.is_deleted,
            "suspended": rng.random() < 0.01,
            "created_at": record.created_at,
            "updated_at": record.updated_at,
            "_fivetran_deleted": False,
            "_fivetran_synced": SYNCED,
        }

    agents = [
        {
            "id": AGENT + number,
            "email": f"{name.split()[0].lower()}@{SHOP_DOMAIN}",
            "name": name,
            "phone": "",
            "role": "agent" if number > 1 else "admin",
            "external_id": "",
            "organization_id": "",
            "locale": "en",
            "active": True,
            "suspended": False,
            "created_at": datetime(2023, 1, 9, 8),
            "updated_at": datetime(2023, 1, 9, 8),
            "_fivetran_deleted": False,
            "_fivetran_synced": SYNCED,
        }
        for number, name in enumerate(AGENTS, 1)
    ]
    return [row(record) for record in roster.records] + agents


def _organizations(companies: list[CompanyRecord]) -> tuple[list[Row], list[Row]]:
    organizations = [
        {
            "id": each.record_id,
            "name": each.name,
            "created_at": datetime.combine(each.company.joined_on, datetime.min.time()),
            "_fivetran_deleted": False,
            "_fivetran_synced": SYNCED,
        }
        for each in companies
    ]
    domains = [
        {"organization_id": each.record_id, "index": 0, "domain_name": each.domain}
        for each in companies
        if each.domain
    ]
    return organizations, domains


def _history(number: int, ticket: Ticket) -> list[Row]:
    """Return how a ticket went on: it was new, then open, some day solved and rated."""

    steps = [("status", "new", ticket.created_at)]
    steps.append(("status", "open", ticket.created_at + timedelta(minutes=11)))
    if ticket.status == "pending":
        steps.append(("status", "pending", ticket.created_at + timedelta(minutes=40)))
    if ticket.closed_at:
        steps.append(("status", "solved", ticket.closed_at))
        steps.append(("satisfaction_score", "offered", ticket.closed_at + timedelta(hours=1)))
        rated = ticket.closed_at + timedelta(hours=3)
        if ticket.csat and ticket.csat != 3 and rated.date() <= AS_OF:
            score = "good" if ticket.csat > 3 else "bad"
            steps.append(("satisfaction_score", score, rated))
        closed = ticket.closed_at + timedelta(days=4)
        if ticket.status == "closed" and closed.date() <= AS_OF:
            steps.append(("status", "closed", closed))
    return [
        {
            "ticket_id": number,
            "field_name": field,
            "updated": at,
            "value": value,
            "_fivetran_synced": SYNCED,
        }
        for field, value, at in steps
    ]


def _status(ticket: Ticket) -> str:
    """Return the status: what was solved is closed four days later."""

    if not ticket.closed_at:
        return ticket.status
    days = (AS_OF - ticket.closed_at.date()).days
    return "closed" if ticket.status == "closed" and days >= 4 else "solved"


def _tickets(world: World, roster: Roster) -> tuple[list[Row], list[Row], list[Row]]:
    closed = [place for place, each in enumerate(world.tickets) if each.closed_at]
    merged = stream(SYSTEM, "tickets").sample(closed, MERGED)
    tickets, history, tags = [], [], []
    number = TICKET

    def add(ticket: Ticket, status: str, merged_ids: str) -> None:
        tickets.append(
            {
                "id": number,
                "requester_id": roster.record_at(ticket.person, ticket.created_at).record_id,
                "assignee_id": AGENT + 1 + number % len(AGENTS),
                "subject": ticket.category.capitalize(),
                "status": status,
                "priority": ticket.priority,
                "type": TYPES.get(ticket.category, ""),
                "via_channel": CHANNELS.get(ticket.channel, ticket.channel),
                "merged_ticket_ids": merged_ids,
                "created_at": ticket.created_at,
                "updated_at": ticket.closed_at or ticket.created_at,
                "_fivetran_synced": SYNCED,
            }
        )
        tags.append({"ticket_id": number, "tag": ticket.category.replace(" ", "_")})

    for place, ticket in enumerate(world.tickets):
        number += 1
        twice = place in merged
        add(ticket, _status(ticket), f"[{number + 1}]" if twice else "[]")
        history += _history(number, ticket)
        if twice:
            number += 1
            add(ticket, "closed", "[]")
            tags.append({"ticket_id": number, "tag": "closed_by_merge"})
    return tickets, history, tags


def write(world: World, folder: Path) -> SystemTruth:
    """Write the tables into a folder and return what they hide."""

    asked = {each.person.person_id for each in world.tickets}
    people = [person for person in world.people if person.person_id in asked]
    roster = enrol(SYSTEM, people, "38{:04}", DUPLICATES, DELETED, ((second_email, 1),))
    roster.keep_addresses_apart()
    met = {person.company.company_id for person in people if person.company}
    firms = [each for each in world.companies if each.company_id in met]
    companies = enrol_companies(SYSTEM, firms, "36{:04}")
    by_company = {each.company.company_id: each.record_id for each in companies}
    organizations, domains = _organizations(companies)
    tickets, history, tags = _tickets(world, roster)
    vips = {each.person.person_id for each in world.tags if each.tag.lower() == "vip"}
    user_tags = [
        {"user_id": record.record_id, "tag": "vip"}
        for record in roster.records
        if record.person.person_id in vips
    ]
    write_csv(folder / "user.csv", _users(roster, by_company))
    write_csv(folder / "user_tag.csv", user_tags)
    write_csv(folder / "organization.csv", organizations)
    write_csv(folder / "domain_name.csv", domains)
    write_csv(folder / "ticket.csv", tickets)
    write_csv(folder / "ticket_tag.csv", tags)
    write_csv(folder / "ticket_field_history.csv", history)
    return SystemTruth(SYSTEM, roster, companies, [], [])
