"""Zoho CRM, as Airbyte lands it: what the team in Pune knows of offices and cafés.

Names are those of the API, lookups and tags lie as JSON in the rows, ids have 19 digits, and
times carry the offset of the organisation.
"""

import json
from datetime import datetime, timedelta
from pathlib import Path

from ..companies import Company
from ..duplicates import KINDS
from ..enrolment import CompanyRecord, enrol, enrol_companies
from ..files import Row, write_csv
from ..people import Person
from ..roster import Roster
from ..settings import AS_OF
from ..truth import SystemTruth
from ..world import World

SYSTEM = "zoho"
EXTRACTED = datetime(AS_OF.year, AS_OF.month, AS_OF.day, 22)
FORM = "48768760000{}{{:06}}"
STAGES = {
    "Qualification": "Qualification",
    "Tasting": "Needs Analysis",
    "Proposal": "Proposal/Price Quote",
    "Negotiation": "Negotiation/Review",
    "Closed won": "Closed Won",
}
SOURCES = {
    "trade fair": "Trade Show",
    "referral": "External Referral",
    "cold call": "Cold Call",
    "store": "Store",
}


def _form(module: int) -> str:
    return FORM.format(f"{module:02}")


def _time(at: datetime) -> str:
    return f"{at + timedelta(hours=5, minutes=30):%Y-%m-%dT%H:%M:%S}+05:30"


def _lookup(key: str, name: str, **more: str) -> str:
    return json.dumps({"name": name, "id": key} | more, ensure_ascii=False)


class _Organisation:
    """The organisation's records, its accounts and who looks after them."""

    def __init__(self, world: World) -> None:
        self.world = world
        met = {each.person.person_id for each in (*world.deals, *world.activities)}
        people = [each for each in world.people if each.person_id in met and each.company]
        # what is merged away is gone: Zoho does not tell
        kinds = tuple((make, share) for make, share in KINDS if make.__name__ != "crm_merge")
        self.roster: Roster = enrol(SYSTEM, people, _form(1), duplicates=24, kinds=kinds)
        buyers = {each.person.person_id for each in world.deals}
        self.leads = {
            record.record_id
            for record in self.roster.records
            if record.variant == "lead"
            or (record.person.person_id not in buyers and int(record.person.person_id[1:]) % 3 == 1)
        }
        self.companies = enrol_companies(SYSTEM, world.companies, _form(2), duplicates=5)
        self.accounts: dict[str, CompanyRecord] = {}
        for each in reversed(self.companies):
            self.accounts[each.company.company_id] = each

    def owner(self, company: Company) -> str:
        """Return the lookup of who looks after a company."""

        number = int(company.company_id[1:]) % len(self.world.owners)
        name = self.world.owners[number]
        return _lookup(_form(9).format(number), name, email=f"sales{number}@halde-bohne.example")

    def account(self, company: Company) -> str:
        """Return the lookup of a company's account."""

        each = self.accounts[company.company_id]
        return _lookup(each.record_id, each.name)

    def contact(self, person: Person, at: datetime) -> str:
        """Return the lookup of a contact; nothing for a lead."""

        record = self.roster.record_at(person, at)
        if record.record_id in self.leads:
            return ""
        return _lookup(record.record_id, f"{record.first_name} {record.last_name}".strip())


def _contacts_and_leads(org: _Organisation) -> tuple[list[Row], list[Row]]:
    world = org.world
    left = {each.person.person_id: each.until for each in world.subscriptions if each.left_by}
    tags: dict[str, list[Row]] = {}
    for each in world.tags:
        tag = {"name": each.tag, "id": _form(8).format(len(each.tag))}
        tags.setdefault(each.person.person_id, []).append(tag)
    contacts, leads = [], []
    for number, record in enumerate(org.roster.records):
        person, original = record.person, record.variant == "original"
        source = world.profiles[person.person_id].source_channel
        gone = left.get(person.person_id) if original else None
        row = {
            "id": record.record_id,
            "Owner": org.owner(person.company),
            "First_Name": record.first_name,
            "Last_Name": record.last_name or "Unknown",
            "Email": record.email.strip(),
            "Phone": record.phone if record.phone_kind == "shared" else "",
            "Mobile": "" if record.phone_kind == "shared" else record.phone,
            "Lead_Source": SOURCES.get(source, source.title()),
            "Email_Opt_Out": gone is not None,
            "Unsubscribed_Mode": "Consent form" if gone else "",
            "Unsubscribed_Time": _time(gone) if gone else "",
            "Tag": json.dumps(tags.get(person.person_id, []) if original else []),
            "Created_Time": _time(record.created_at),
            "Modified_Time": _time(record.updated_at),
            "_airbyte_extracted_at": EXTRACTED,
        }
        if record.record_id not in org.leads:
            row |= {
                "Account_Name": org.account(person.company),
                "Title": person.job_title if original else "",
                "Date_of_Birth": person.birth_date if number % 5 == 0 else "",
                "Mailing_City": person.place.city,
                "Mailing_State": person.place.region,
                "Mailing_Zip": person.postal_code,
                "Mailing_Country": record.country,
            }
            contacts.append(row)
            continue
        others = [
            each.record_id
            for each in org.roster.records_of(person)
            if each.record_id not in org.leads
        ]
        converted = others[0] if others and number % 3 else ""
        detail = {
            "contact": converted,
            "account": org.accounts[person.company.company_id].record_id,
        }
        row |= {
            "Company": person.company.name,
            "Designation": person.job_title if original else "",
            "Lead_Status": ("Contacted", "Not Contacted", "Pre-Qualified")[number % 3],
            "$converted": bool(converted),
            "Converted_Detail": json.dumps(detail) if converted else "",
            "City": person.place.city,
            "State": person.place.region,
            "Zip_Code": person.postal_code,
            "Country": record.country,
        }
        leads.append(row)
    return contacts, leads


def _accounts(org: _Organisation) -> list[Row]:
    won = {deal.company.company_id for deal in org.world.deals if deal.status == "won"}
    return [
        {
            "id": each.record_id,
            "Owner": org.owner(each.company),
            "Account_Name": each.name,
            "Account_Type": "Customer" if each.company.company_id in won else "Prospect",
            "Website": f"https://{each.domain}/" if each.domain else "",
            "Industry": each.industry,
            "Employees": each.company.employees,
            "Annual_Revenue": each.company.annual_revenue,
            "Billing_City": each.company.place.city,
            "Billing_Country": each.country,
            "Created_Time": _time(datetime.combine(each.company.joined_on, datetime.min.time())),
            "_airbyte_extracted_at": EXTRACTED,
        }
        for each in org.companies
    ]


def _deals(org: _Organisation) -> list[Row]:
    rows = []
    for number, deal in enumerate(org.world.deals, 1):
        lost = "Closed Lost to Competition" if number % 3 == 0 else "Closed Lost"
        rows.append(
            {
                "id": _form(3).format(number),
                "Owner": org.owner(deal.company),
                "Deal_Name": deal.name,
                "Stage": STAGES.get(deal.stage, lost),
                "Pipeline": deal.pipeline,
                "Amount": f"{deal.amount}.00",
                "Currency": deal.currency,
                "Probability": round(deal.probability * 100),
                "Closing_Date": deal.closed_at.date() if deal.closed_at else deal.expected_close_on,
                "Account_Name": org.account(deal.company),
                "Contact_Name": org.contact(deal.person, deal.created_at),
                "Lead_Source": SOURCES.get(deal.source, deal.source.title()),
                "Created_Time": _time(deal.created_at),
                "Modified_Time": _time(deal.closed_at or deal.created_at),
                "_airbyte_extracted_at": EXTRACTED,
            }
        )
    return rows


def write(world: World, folder: Path) -> SystemTruth:
    """Write the tables of the connector into a folder and return what they hide."""

    org = _Organisation(world)
    contacts, leads = _contacts_and_leads(org)
    tables = {
        "contacts": contacts,
        "leads": leads,
        "accounts": _accounts(org),
        "deals": _deals(org),
    }
    for module, rows in tables.items():
        write_csv(folder / f"incremental_{module}_zoho_crm_stream.csv", rows)
    return SystemTruth(SYSTEM, org.roster, org.companies, [], [])
