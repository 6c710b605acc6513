"""Salesforce, as Fivetran lands it: what the sales team knows of offices and cafés.

An org with person accounts and several currencies. Most people are contacts of an account,
some are still leads, a few regulars of the shops are person accounts.
"""

from datetime import datetime, timedelta
from pathlib import Path

from ..companies import Company
from ..enrolment import CompanyRecord, enrol, enrol_companies
from ..files import Row, write_csv
from ..people import Person
from ..roster import Record, Roster
from ..settings import AS_OF, stream
from ..truth import SystemTruth
from ..world import World

SYSTEM = "salesforce"
SYNCED = datetime(AS_OF.year, AS_OF.month, AS_OF.day, 22)
PERSON_ACCOUNTS = 12
INDIVIDUALS = 24


def _form(prefix: str) -> str:
    """Return the form of Salesforce's ids: 18 characters, the first three say of what."""

    return f"{prefix}Hb00000{{:05}}IAN"


def _id(prefix: str, number: int) -> str:
    return _form(prefix).format(number)


def _people(world: World) -> list[Person]:
    """Return whom the sales team has dealt with, and some regulars of the shops."""

    met = {each.person.person_id for each in (*world.deals, *world.activities)}
    regulars = [p for p in world.people if p.kind == "consumer" and p.habit == "devoted"]
    return [
        *(person for person in world.people if person.person_id in met),
        *stream(SYSTEM, "person accounts").sample(regulars, PERSON_ACCOUNTS),
    ]


def _name_records(world: World, roster: Roster) -> set[str]:
    """Give records the ids of contacts or leads; return the ids of leads.

    Who never had a deal may still be a lead, with all the records about that person.
    """

    buyers = {each.person.person_id for each in world.deals}
    leads = set()
    for number, record in enumerate(roster.records, 1):
        person = record.person
        prospect = person.company and person.person_id not in buyers
        if record.variant == "lead" or (prospect and int(person.person_id[1:]) % 3 == 0):
            record.record_id = _id("00Q", number)
            leads.add(record.record_id)
    return leads


def _survivor(record: Record) -> Record:
    while record.merged_into:
        record = record.merged_into
    return record


def _who(roster: Roster, person: Person, at: datetime) -> str:
    """Return the record a thing is filed under; a merge takes its things along."""

    return _survivor(roster.record_at(person, at)).record_id


def _owner(company: Company | None, users: list[Row]) -> str:
    return users[int(company.company_id[1:]) % len(users) if company else 0]["id"]


class _Org:
    """The org's records and the accounts of its people."""

    def __init__(self, world: World, roster: Roster, companies: list[CompanyRecord]) -> None:
        self.world, self.roster = world, roster
        self.leads = _name_records(world, roster)
        self.accounts: dict[str, CompanyRecord] = {}
        for each in reversed(companies):
            self.accounts[each.company.company_id] = each
        self.users = [
            {"id": _id("005", number), "name": name, "_fivetran_synced": SYNCED}
            for number, name in enumerate(world.owners, 1)
        ]
        first = len(companies) + 1
        self.person_accounts = {
            person.person_id: _id("001", number)
            for number, person in enumerate(
                [r.person for r in roster.records if not r.person.company], first
            )
        }
        chosen = stream(SYSTEM, "individuals").sample(
            [r for r in roster.records if r.variant == "original" and not r.is_deleted], INDIVIDUALS
        )
        self.individuals = {
            record.record_id: _id("0PK", number) for number, record in enumerate(chosen, 1)
        }

    def account(self, person: Person) -> str:
        """Return the account a person belongs to."""

        if person.company:
            return self.accounts[person.company.company_id].record_id
        return self.person_accounts[person.person_id]

    def person_columns(self, record: Record, left: set[str], quiet: set[str]) -> Row:
        """Return what a contact and a lead have in common."""

        person, profile = record.person, self.world.profiles[record.person.person_id]
        original = record.variant == "original"
        return {
            "id": record.record_id,
            "is_deleted": record.is_deleted or record.merged_into is not None,
            "master_record_id": record.merged_into.record_id if record.merged_into else "",
            "individual_id": self.individuals.get(record.record_id, ""),
            "owner_id": _owner(person.company, self.users),
            "first_name": record.first_name.strip(),
            "last_name": record.last_name or "Unknown",
            "title": person.job_title if original else "",
            "email": record.email.strip(),
            "phone": record.phone if record.phone_kind == "shared" else "",
            "mobile_phone": "" if record.phone_kind == "shared" else record.phone,
            "lead_source": profile.source_channel.capitalize(),
            "utm_source_c": profile.utm[0] if original else "",
            "utm_medium_c": profile.utm[1] if original else "",
            "utm_campaign_c": profile.utm[2] if original else "",
            "has_opted_out_of_email": original and person.person_id in left,
            "do_not_call": original and person.person_id in quiet,
            "created_date": record.created_at,
            "last_modified_date": record.updated_at,
            "system_modstamp": record.updated_at,
            "_fivetran_synced": SYNCED,
        }


def _contacts_and_leads(org: _Org) -> tuple[list[Row], list[Row]]:
    left = {each.person.person_id for each in org.world.subscriptions if each.left_by}
    quiet = {each.person.person_id for each in org.world.tags if each.tag == "do not call"}
    contacts, leads = [], []
    for number, record in enumerate(org.roster.records):
        person, row = record.person, org.person_columns(record, left, quiet)
        if record.record_id not in org.leads:
            row |= {
                "account_id": org.account(person),
                "mailing_city": person.place.city,
                "mailing_state": person.place.region,
                "mailing_postal_code": person.postal_code,
                "mailing_country": record.country,
                "birthdate": person.birth_date if number % 5 == 0 else "",
            }
            contacts.append(row)
            continue
        others = [
            _survivor(each)
            for each in org.roster.records_of(person)
            if each.record_id not in org.leads
        ]
        converted = others[0] if others and number % 3 else None
        row |= {
            "company": person.company.name if person.company else "",
            "status": "Closed - Converted" if converted else "Working - Contacted",
            "is_converted": converted is not None,
            "converted_date": record.created_at.date() + timedelta(9) if converted else "",
            "converted_contact_id": converted.record_id if converted else "",
            "converted_account_id": org.account(person) if converted else "",
            "city": person.place.city,
            "state": person.place.region,
            "postal_code": person.postal_code,
            "country": record.country,
        }
        leads.append(row)
    return contacts, leads


def _accounts(org: _Org, companies: list[CompanyRecord]) -> list[Row]:
    def row(key: str, name: str, joined: datetime) -> Row:
        return {
            "id": key,
            "name": name,
            "is_deleted": False,
            "is_person_account": False,
            "person_contact_id": "",
            "person_email": "",
            "first_name": "",
            "last_name": "",
            "type": "",
            "website": "",
            "industry": "",
            "number_of_employees": "",
            "annual_revenue": "",
            "billing_city": "",
            "billing_country": "",
            "currency_iso_code": "EUR",
            "created_date": joined,
            "_fivetran_synced": SYNCED,
        }

    won = {deal.company.company_id for deal in org.world.deals if deal.status == "won"}
    rows = []
    for each in companies:
        company = each.company
        rows.append(
            row(each.record_id, each.name, datetime.combine(company.joined_on, datetime.min.time()))
            | {
                "type": "Customer" if company.company_id in won else "Prospect",
                "website": f"https://{each.domain}/" if each.domain else "",
                "industry": each.industry,
                "number_of_employees": company.employees,
                "annual_revenue": f"{company.annual_revenue}.00",
                "billing_city": company.place.city,
                "billing_country": each.country,
                "currency_iso_code": {"GB": "GBP", "US": "USD"}.get(company.place.country, "EUR"),
            }
        )
    for person_id, key in org.person_accounts.items():
        person = next(p for p in org.world.people if p.person_id == person_id)
        record = _survivor(org.roster.records_of(person)[0])
        rows.append(
            row(key, f"{person.first_name} {person.last_name}", record.created_at)
            | {
                "is_person_account": True,
                "person_contact_id": record.record_id,
                "person_email": record.email.strip(),
                "first_name": person.first_name,
                "last_name": person.last_name,
                "billing_city": person.place.city,
                "billing_country": person.country,
            }
        )
    return rows


def _opportunities(org: _Org) -> tuple[list[Row], list[Row]]:
    deals, roles = [], []
    for number, deal in enumerate(org.world.deals, 1):
        key = _id("006", number)
        deals.append(
            {
                "id": key,
                "is_deleted": False,
                "account_id": org.account(deal.person),
                "owner_id": _owner(deal.company, org.users),
                "name": deal.name,
                "type": deal.pipeline,
                "stage_name": deal.stage.title(),
                "amount": f"{deal.amount}.00",
                "currency_iso_code": deal.currency,
                "probability": round(deal.probability * 100),
                "is_closed": deal.status != "open",
                "is_won": deal.status == "won",
                "close_date": deal.closed_at.date() if deal.closed_at else deal.expected_close_on,
                "lead_source": deal.source,
                "created_date": deal.created_at,
                "_fivetran_synced": SYNCED,
            }
        )
        main = _who(org.roster, deal.person, deal.created_at)
        asked = [main]
        colleague = deal.company.people[number % len(deal.company.people)]
        if org.roster.knows(colleague) and colleague is not deal.person:
            asked.insert(number % 2, _who(org.roster, colleague, deal.created_at))
        for contact in asked:
            if contact not in org.leads:
                roles.append(
                    {
                        "id": _id("00K", len(roles) + 1),
                        "opportunity_id": key,
                        "contact_id": contact,
                        "is_primary": contact == main,
                        "is_deleted": False,
                        "created_date": deal.created_at,
                        "_fivetran_synced": SYNCED,
                    }
                )
    return deals, roles


def _tasks_and_events(org: _Org) -> tuple[list[Row], list[Row]]:
    tasks, events = [], []
    for act in org.roster.own(org.world.activities):
        row = {
            "who_id": _who(org.roster, act.person, act.occurred_at),
            "account_id": org.account(act.person),
            "is_deleted": False,
            "created_date": act.occurred_at,
            "_fivetran_synced": SYNCED,
        }
        if act.activity_type in ("meeting", "visit"):
            events.append(
                {"id": _id("00U", len(events) + 1)}
                | row
                | {
                    "type": act.activity_type.title(),
                    "start_date_time": act.occurred_at,
                    "end_date_time": act.occurred_at + timedelta(hours=1),
                    "is_child": False,
                }
            )
            continue
        kind = act.activity_type.title()
        tasks.append(
            {"id": _id("00T", len(tasks) + 1)}
            | row
            | {
                "task_subtype": kind if kind in ("Call", "Email") else "Task",
                "type": kind,
                "status": "Completed",
                "is_closed": True,
                "activity_date": act.occurred_at.date(),
                "completed_date_time": act.occurred_at,
                "call_type": act.direction.title() if kind == "Call" else "",
                "call_disposition": act.outcome if kind == "Call" else "",
            }
        )
    return tasks, events


def _campaigns(org: _Org) -> tuple[list[Row], list[Row]]:
    """Return the one campaign that sales runs, the trade fair, and who was there."""

    fair = {"id": _id("701", 1), "name": "Trade fair 2025", "type": "Trade Show"}
    members = []
    for tag in org.roster.own(org.world.tags):
        if tag.tag == "trade fair 2025":
            who = _who(org.roster, tag.person, tag.tagged_at)
            members.append(
                {
                    "id": _id("00v", len(members) + 1),
                    "campaign_id": fair["id"],
                    "contact_id": "" if who in org.leads else who,
                    "lead_id": who if who in org.leads else "",
                    "status": "Attended" if len(members) % 2 else "Invited",
                    "has_responded": len(members) % 2 == 1,
                    "first_responded_date": tag.tagged_at.date() if len(members) % 2 else "",
                    "is_deleted": False,
                    "created_date": tag.tagged_at,
                    "_fivetran_synced": SYNCED,
                }
            )
    return [fair | {"is_deleted": False, "_fivetran_synced": SYNCED}], members


def _cases(org: _Org) -> list[Row]:
    rows = []
    for ticket in org.roster.own(org.world.tickets):
        record = _survivor(org.roster.record_at(ticket.person, ticket.created_at))
        is_lead = record.record_id in org.leads
        rows.append(
            {
                "id": _id("500", len(rows) + 1),
                "case_number": f"{len(rows) + 1:08}",
                "contact_id": "" if is_lead else record.record_id,
                "account_id": org.account(ticket.person),
                "supplied_email": record.email.strip() if is_lead else "",
                "master_record_id": "",
                "status": ticket.status.title(),
                "priority": ticket.priority.title(),
                "origin": ticket.channel.title(),
                "type": ticket.category.capitalize(),
                "is_closed": ticket.closed_at is not None,
                "closed_date": ticket.closed_at,
                "is_deleted": False,
                "created_date": ticket.created_at,
                "_fivetran_synced": SYNCED,
            }
        )
    return rows


def _individuals(org: _Org) -> list[Row]:
    return [
        {
            "id": key,
            "has_opted_out_profiling": number in (3, 9),
            "has_opted_out_processing": False,
            "has_opted_out_solicit": number == 5,
            "should_forget": number == 7,
            "is_deleted": False,
            "_fivetran_synced": SYNCED,
        }
        for number, key in enumerate(org.individuals.values())
    ]


def write(world: World, folder: Path) -> SystemTruth:
    """Write the tables of the connector into a folder and return what they hide."""

    roster = enrol(SYSTEM, _people(world), _form("003"), duplicates=34, deleted=4)
    companies = enrol_companies(SYSTEM, world.companies, _form("001"), duplicates=8)
    org = _Org(world, roster, companies)
    contacts, leads = _contacts_and_leads(org)
    opportunities, roles = _opportunities(org)
    tasks, events = _tasks_and_events(org)
    campaigns, members = _campaigns(org)
    tables = {
        "contact": contacts,
        "lead": leads,
        "account": _accounts(org, companies),
        "individual": _individuals(org),
        "user": org.users,
        "opportunity": opportunities,
        "opportunity_contact_role": roles,
        "task": tasks,
        "event": events,
        "campaign": campaigns,
        "campaign_member": members,
        "case": _cases(org),
    }
    for table, rows in tables.items():
        write_csv(folder / f"{table}.csv", rows)
    return SystemTruth(SYSTEM, roster, companies, [], [])
