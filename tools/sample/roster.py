"""How one system knows the people: its records, and which of them an event belongs to.

A writer gets a `Roster` from `enrolment.enrol`. For each thing that happened in the world
it asks the roster which record it happened to.
"""

from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from zlib import crc32

from .countries import COUNTRIES, written_phone
from .people import Person
from .settings import AS_OF

LAST_MOMENT = datetime(AS_OF.year, AS_OF.month, AS_OF.day, 20)


@dataclass(eq=False)
class Record:
    """One row of one system about one person, as somebody typed it.

    `variant` says in one word how the record came about: `original`, or the kind of
    duplicate (see `duplicates`). `email_kind` and `phone_kind` say what the identifier
    is worth: own, shared (a family), role (info@), placeholder, masked, mistyped or none.
    """

    person: Person
    variant: str
    first_name: str
    last_name: str
    email: str
    phone: str
    country: str
    created_at: datetime
    updated_at: datetime
    email_kind: str = "own"
    phone_kind: str = "own"
    is_lead: bool = False
    is_deleted: bool = False
    merged_into: "Record | None" = None
    record_id: str = ""

    @property
    def takes_mail(self) -> bool:
        """Whether mail to the record's address reaches the person."""

        return bool(self.email) and self.email_kind in ("own", "shared", "role")


@dataclass
class Roster:
    """The records of one system, in the order of their ids."""

    system: str
    records: list[Record]
    _by_person: dict[str, list[Record]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for record in self.records:
            self._by_person.setdefault(record.person.person_id, []).append(record)

    def knows(self, person: Person | None) -> bool:
        """Whether the system has a record of a person."""

        return person is not None and person.person_id in self._by_person

    def own(self, events: list) -> list:
        """Return those of some events (orders, tickets ...) that happened to known people."""

        return [event for event in events if self.knows(event.person)]

    def records_of(self, person: Person) -> list[Record]:
        """Return a person's records, oldest first; none when the system knows none."""

        return self._by_person.get(person.person_id, [])

    def keep_addresses_apart(self) -> None:
        """Write addresses small and leave each to its first record, as many systems do."""

        taken = set()
        for record in self.records:
            record.email = record.email.strip().lower()
            if record.email in taken:
                record.email, record.email_kind = "", "none"
            taken.add(record.email)

    def record_at(self, person: Person, at: datetime, mailable: bool = False) -> Record | None:
        """Return the record a thing is filed under that happened to a person at a time.

        It is one of those that existed by then, the oldest in half of the cases; nothing
        when the system does not know the person (or has no working e-mail, with
        `mailable`).
        """

        records = [
            record for record in self.records_of(person) if record.takes_mail or not mailable
        ]
        existing = [record for record in records if record.created_at <= at] or records[:1]
        if len(existing) < 2:
            return existing[0] if existing else None
        draw = crc32(f"{self.system}/{person.person_id}/{at:%Y-%m-%d}".encode())
        if draw % 2:
            return existing[0]
        return existing[1 + draw // 2 % (len(existing) - 1)]


def spelled_country(rng: Random, code: str) -> str:
    """Write a country as people do; the usual English name in half of the cases."""

    if rng.random() < 0.05:
        return ""
    spellings = COUNTRIES[code].spellings
    return spellings[0] if rng.random() < 0.5 else rng.choice(spellings[1:])


def typed_phone(rng: Random, phone: str, country: str) -> str:
    """Write a phone number as people do; in the international form in a third of the cases."""

    return phone if rng.random() < 0.35 else written_phone(rng, phone, country)


def masked(email: str) -> str:
    """Hide most of an address, as exports with restricted rights do."""

    local, _, domain = email.partition("@")
    return f"{local[0]}***@{domain}"
