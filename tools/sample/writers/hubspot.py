"""HubSpot, as Fivetran lands it: the marketing team's portal.

It knows some three hundred people: those of the deals, and a part of the mailing list. No
two contacts have the same address. What was merged away is in part still in the table of
contacts (as deleted), in part only named by the contact that is left.

Mailings, subscriptions, lists and engagements are in `hubspot_marketing`.
"""

from datetime import datetime, time
from pathlib import Path

from ..enrolment import CompanyRecord, enrol, enrol_companies
from ..files import Row, write_csv
from ..people import Person
from ..roster import Record, Roster
from ..sales import STAGES
from ..settings import AS_OF, stream
from ..truth import SystemTruth
from ..world import World
from .hubspot_marketing import marketing

SYSTEM = "hubspot"
SYNCED = datetime(AS_OF.year, AS_OF.month, AS_OF.day, 23)
SUBSCRIBERS = 180
OWNER = 40_000
PIPELINES = {"default": "Office coffee", "7100": "Resale"}
CLOSED = {"won": ("closedwon", "7191"), "lost": ("closedlost", "7190")}
SOURCES = {
    "web": "DIRECT_TRAFFIC",
    "contact form": "DIRECT_TRAFFIC",
    "organic search": "ORGANIC_SEARCH",
    "paid search": "PAID_SEARCH",
    "social": "SOCIAL_MEDIA",
    "referral": "REFERRALS",
}
LEAD_STATUSES = {"contacted": "CONNECTED", "open deal": "OPEN_DEAL", "in progress": "IN_PROGRESS"}


def _people(world: World) -> list[Person]:
    """Return whom the team has had deals with, and a part of the mailing list."""

    met = {each.person.person_id for each in world.deals}
    listed = {each.person.person_id for each in world.subscriptions} - met
    chosen = met | set(stream(SYSTEM, "people").sample(sorted(listed), SUBSCRIBERS))
    return [person for person in world.people if person.person_id in chosen]


def survivor(record: Record) -> Record:
    """Return the record that is left of a record and all it was merged with."""

    while record.merged_into:
        record = record.merged_into
    return record


def _is_landed(record: Record) -> bool:
    """Whether a record is in the table; of those merged away only every other is."""

    return not record.merged_into or int(record.record_id) % 2 == 0


def _kept_by(record: Record) -> Record:
    """Return the record that names one merged away: the next in the chain that is landed."""

    keeper = record.merged_into
    while not _is_landed(keeper):
        keeper = keeper.merged_into
    return keeper


def _contacts(world: World, roster: Roster, companies: dict[str, str]) -> list[Row]:
    rng = stream(SYSTEM, "contacts")
    left = {each.person.person_id for each in world.subscriptions if each.left_by}
    answers = {each.person.person_id: each for each in world.answers if each.survey_type == "nps"}
    merged: dict[str, list[Record]] = {}
    for record in roster.records:
        if record.merged_into:
            merged.setdefault(_kept_by(record).record_id, []).append(record)

    def row(record: Record) -> Row:
        person, profile = record.person, world.profiles[record.person.person_id]
        original = record.variant == "original"
        firm = companies.get(person.company.company_id, "") if person.company else ""
        answer = answers.get(person.person_id) if original else None
        status = profile.lead_status if original and not record.is_lead else ""
        losers = merged.get(record.record_id, [])
        extra = [loser.email for loser in losers if loser.email]
        if original and len(person.own_emails) > 1 and rng.random() < 0.3:
            extra.append(person.own_emails[1])
        return {
            "id": record.record_id,
            "property_email": record.email,
            "property_hs_additional_emails": ";".join(extra),
            "property_firstname": record.first_name.strip(),
            "property_lastname": record.last_name,
            "property_phone": record.phone if record.phone_kind == "shared" else "",
            "property_mobilephone": "" if record.phone_kind == "shared" else record.phone,
            "property_jobtitle": person.job_title if original else "",
            "property_company": person.company.name if person.company else "",
            "property_associatedcompanyid": firm,
            "property_lifecyclestage": "lead"
            if record.is_lead
            else profile.lifecycle_stage.lower(),
            "property_hs_lead_status": LEAD_STATUSES.get(status, status.upper()),
            "property_hs_analytics_source": SOURCES.get(profile.source_channel, "OFFLINE"),
            "property_utm_source": profile.utm[0] if original else "",
            "property_utm_medium": profile.utm[1] if original else "",
            "property_utm_campaign": profile.utm[2] if original else "",
            "property_city": person.place.city if original else "",
            "property_state": person.place.region if original else "",
            "property_country": record.country,
            "property_zip": person.postal_code if original else "",
            "property_hs_language": person.language if rng.random() < 0.6 else "",
            "property_hubspot_owner_id": OWNER + 1 + int(person.person_id[1:]) % 4,
            "property_hs_email_optout": "true" if original and person.person_id in left else "",
            "property_hubspotscore": rng.randint(0, 100) if original else "",
            "property_hs_feedback_last_nps_rating": answer.score if answer else "",
            "property_hs_feedback_last_survey_date": answer.responded_at if answer else "",
            "property_hs_feedback_last_nps_follow_up": answer.comment if answer else "",
            "property_hs_merged_object_ids": ";".join(loser.record_id for loser in losers),
            "property_createdate": record.created_at,
            "property_lastmodifieddate": record.updated_at,
            "_fivetran_deleted": record.is_deleted or record.merged_into is not None,
            "_fivetran_synced": SYNCED,
        }

    return [row(record) for record in roster.records if _is_landed(record)]


def _companies(companies: list[CompanyRecord]) -> list[Row]:
    return [
        {
            "id": each.record_id,
            "property_name": each.name,
            "property_domain": each.domain,
            "property_industry": each.industry,
            "property_numberofemployees": each.company.employees,
            "property_annualrevenue": each.company.annual_revenue,
            "property_city": each.company.place.city,
            "property_country": each.country,
            "property_createdate": datetime.combine(each.company.joined_on, time(8)),
            "is_deleted": False,
            "_fivetran_synced": SYNCED,
        }
        for each in companies
    ]


def _stages() -> list[Row]:
    """Return the stages of both pipelines; the first has words for ids, the other numbers."""

    rows = []
    for pipeline in PIPELINES:
        closed = [("Closed won", 1.0, "won"), ("Closed lost", 0.0, "lost")]
        for place, (label, chance, *status) in enumerate((*STAGES, *closed)):
            named = label.lower().replace(" ", "")
            rows.append(
                {
                    "stage_id": named if pipeline == "default" else _number(label, status),
                    "pipeline_id": pipeline,
                    "label": label,
                    "display_order": place,
                    "probability": chance,
                    "is_closed": bool(status),
                    "closed_won": bool(status),
                    "_fivetran_synced": SYNCED,
                }
            )
    return rows


def _number(label: str, status: list[str]) -> str:
    if status:
        return CLOSED[status[0]][1]
    return str(7101 + [stage[0] for stage in STAGES].index(label))


def _deals(world: World, roster: Roster, companies: dict[str, str]) -> dict[str, list[Row]]:
    deals, contacts, firms = [], [], []
    for number, deal in enumerate(world.deals, 1):
        key = 9_000_000 + number
        pipeline = next(name for name, label in PIPELINES.items() if label == deal.pipeline)
        stage = deal.stage.lower().replace(" ", "")
        if pipeline != "default":
            stage = _number(deal.stage, [] if deal.status == "open" else [deal.status])
        deals.append(
            {
                "deal_id": key,
                "deal_pipeline_id": pipeline,
                "deal_pipeline_stage_id": stage,
                "owner_id": OWNER + 1 + number % 4,
                "property_dealname": deal.name,
                "property_amount": deal.amount,
                "property_deal_currency_code": deal.currency,
                "property_closedate": deal.closed_at
                or datetime.combine(deal.expected_close_on, time(12)),
                "property_createdate": deal.created_at,
                "property_hs_analytics_source": "OFFLINE",
                "is_deleted": False,
                "_fivetran_synced": SYNCED,
            }
        )
        who = survivor(roster.record_at(deal.person, deal.created_at)).record_id
        for category, kind in (("HUBSPOT_DEFINED", 3), ("USER_DEFINED", 17))[: 1 + number % 2]:
            contacts.append(
                {"deal_id": key, "contact_id": who, "category": category, "type_id": kind}
            )
        for kind in (5, 341):
            firms.append(
                {
                    "deal_id": key,
                    "company_id": companies[deal.company.company_id],
                    "category": "HUBSPOT_DEFINED",
                    "type_id": kind,
                }
            )
    return {"deal": deals, "deal_contact": contacts, "deal_company": firms}


def _tickets(world: World, roster: Roster) -> dict[str, list[Row]]:
    tickets, contacts = [], []
    for number, ticket in enumerate(roster.own(world.tickets), 8_000_001):
        who = survivor(roster.record_at(ticket.person, ticket.created_at)).record_id
        tickets.append(
            {
                "id": number,
                "property_hs_pipeline": "0",
                "property_hs_pipeline_stage": "4" if ticket.closed_at else "1",
                "property_hs_ticket_priority": ticket.priority.upper(),
                "property_hs_ticket_category": ticket.category,
                "property_source_type": ticket.channel.upper(),
                "property_createdate": ticket.created_at,
                "property_closed_date": ticket.closed_at,
                "is_deleted": False,
                "_fivetran_synced": SYNCED,
            }
        )
        contacts.append({"ticket_id": number, "contact_id": who, "category": "HUBSPOT_DEFINED"})
    stages = [
        {"stage_id": "1", "pipeline_id": "0", "label": "New", "ticket_state": "OPEN"},
        {"stage_id": "4", "pipeline_id": "0", "label": "Closed", "ticket_state": "CLOSED"},
    ]
    return {
        "ticket": tickets,
        "ticket_contact": contacts,
        "ticket_pipeline_stage": [
            {**stage, "is_closed": stage["ticket_state"] == "CLOSED", "_fivetran_synced": SYNCED}
            for stage in stages
        ],
    }


def _owners(world: World) -> list[Row]:
    return [
        {
            "owner_id": OWNER + number,
            "email": f"sales{number}@halde-bohne.example",
            "first_name": name.split()[0],
            "last_name": name.split()[-1],
            "_fivetran_synced": SYNCED,
        }
        for number, name in enumerate(world.owners, 1)
    ]


def write(world: World, folder: Path) -> SystemTruth:
    """Write the tables of the connector into a folder and return what they hide."""

    roster = enrol(SYSTEM, _people(world), "50{:05}", duplicates=40, deleted=4)
    roster.keep_addresses_apart()
    known = {person.company.company_id for person in _people(world) if person.company}
    companies = enrol_companies(
        SYSTEM, [each for each in world.companies if each.company_id in known], "70{:05}", 8
    )
    firms = {each.company.company_id: each.record_id for each in reversed(companies)}
    tables = {
        "contact": _contacts(world, roster, firms),
        "company": _companies(companies),
        "owner": _owners(world),
        "deal_pipeline": [
            {"pipeline_id": key, "label": label, "_fivetran_synced": SYNCED}
            for key, label in PIPELINES.items()
        ],
        "deal_pipeline_stage": _stages(),
        **_deals(world, roster, firms),
        **_tickets(world, roster),
        **marketing(world, roster, SYNCED),
    }
    for table, rows in tables.items():
        write_csv(folder / f"{table}.csv", rows)
    return SystemTruth(SYSTEM, roster, companies, [], [])
