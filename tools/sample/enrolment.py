"""Enrolment: make the records by which one system knows people and companies."""

from dataclasses import dataclass
from datetime import timedelta
from random import Random

from .companies import INDUSTRIES, Company
from .duplicates import KINDS, plant_duplicates
from .people import Person
from .roster import (
    LAST_MOMENT,
    Record,
    Roster,
    masked,
    spelled_country,
    typed_phone,
)
from .settings import stream

PLACEHOLDER_EMAILS = (
    "test@test.com",
    "test@test.com",
    "none@none.com",
    "noemail@example.com",
    "asdf@asdf.com",
    "na@na.na",
)
PLACEHOLDER_PHONE = "0000000000"


def _original(rng: Random, person: Person) -> Record:
    """Return the record that was made when a person first became known."""

    email = person.emails[0] if person.emails else ""
    email_kind = "own"
    if person.shares_email:
        email_kind = "role" if person.company else "shared"
    phone = person.phones[0] if person.phones else ""
    phone_kind = "shared" if person.shares_phone else "own" if phone else "none"
    if person.kind == "staff":
        pass
    elif rng.random() < 0.05:
        email, email_kind = "", "none"
    elif rng.random() < 0.013:
        email, email_kind = rng.choice(PLACEHOLDER_EMAILS), "placeholder"
    elif rng.random() < 0.004:
        email, email_kind = masked(email), "masked"
    elif rng.random() < 0.03:
        email = email.capitalize()
    written = typed_phone(rng, phone, person.country) if phone else ""
    if not phone and rng.random() < 0.04:
        written, phone_kind = PLACEHOLDER_PHONE, "placeholder"
    first, last = person.first_name, person.last_name
    if rng.random() < 0.02:
        first, last = rng.choice(
            (
                (first.upper(), last.upper()),
                (first.lower(), last.lower()),
                (first + " ", last),
                ("", last),
                (first, ""),
            )
        )
    age = LAST_MOMENT - person.joined_at
    return Record(
        person=person,
        variant="original",
        first_name=first,
        last_name=last,
        email=email,
        phone=written,
        country=spelled_country(rng, person.country),
        created_at=person.joined_at,
        updated_at=person.joined_at + timedelta(seconds=int(age.total_seconds() * rng.random())),
        email_kind=email_kind,
        phone_kind=phone_kind,
    )


def enrol(
    system: str,
    people: list[Person],
    record_id: str,
    duplicates: int = 0,
    deleted: int = 0,
    kinds: tuple = KINDS,
) -> Roster:
    """Make the records by which a system knows some people.

    `record_id` is the form of the ids, filled with a number from 1 on (`"{:06}"`), in the
    order of creation. `duplicates` further records of some `kinds` are planted, `deleted`
    ones marked. Every system draws from its own streams.
    """

    rng = stream(system, "records")
    records = [_original(rng, person) for person in people]
    plant_duplicates(stream(system, "duplicates"), records, duplicates, kinds)
    free = [each for each in records if not each.merged_into and each.person.kind != "staff"]
    for record in rng.sample(free, deleted):
        record.is_deleted = True
        gone = LAST_MOMENT - timedelta(days=rng.randint(2, 300))
        record.updated_at = max(record.updated_at, gone)
    records.sort(key=lambda each: (each.created_at, each.person.person_id, each.variant))
    for number, record in enumerate(records, 1):
        record.record_id = record_id.format(number)
    return Roster(system, records)


@dataclass(eq=False)
class CompanyRecord:
    """One row of one system about one company."""

    company: Company
    variant: str
    name: str
    domain: str
    industry: str
    country: str
    record_id: str = ""


def enrol_companies(
    system: str, companies: list[Company], record_id: str, duplicates: int = 0
) -> list[CompanyRecord]:
    """Make the records by which a system knows companies, duplicates among them.

    A duplicate has the name in another form (no legal form, another form of it, capitals)
    and in most cases the same domain.
    """

    rng = stream(system, "companies")

    def industry(company: Company) -> str:
        spellings = INDUSTRIES[company.industry][1]
        return "" if rng.random() < 0.08 else rng.choice(spellings)

    def record(company: Company, variant: str, name: str, domain: str) -> CompanyRecord:
        return CompanyRecord(
            company,
            variant,
            name,
            domain,
            industry(company),
            spelled_country(rng, company.place.country),
        )

    records = [
        record(each, "original", f"{each.name} {each.legal_form}", each.domain)
        for each in companies
    ]
    for company in rng.sample(companies, duplicates):
        variant, name, domain = rng.choice(
            (
                ("no_legal_form", company.name, company.domain),
                (
                    "other_legal_form",
                    f"{company.name} {company.legal_form_variant}",
                    company.domain,
                ),
                ("capitals", f"{company.name} {company.legal_form}".upper(), company.domain),
                ("no_domain", f"{company.name} {company.legal_form_variant}", ""),
                ("web_address", company.name, f"www.{company.domain.upper()}"),
            )
        )
        records.append(record(company, variant, name, domain))
    for number, each in enumerate(records, 1):
        each.record_id = record_id.format(number)
    return records
