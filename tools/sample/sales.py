"""The sales team at work: deals with offices and cafés, and the calls around them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from mimesis import Locale
from mimesis import Person as Mimesis

from .companies import Company
from .people import Person
from .seasons import moment, nudged
from .settings import AS_OF, stream

STAGES = (("Qualification", 0.1), ("Tasting", 0.3), ("Proposal", 0.5), ("Negotiation", 0.75))
SOURCES = ("inbound", "inbound", "trade fair", "referral", "cold call", "web form")


@dataclass(frozen=True)
class Deal:
    """One deal; the amount is in whole units of its currency."""

    person: Person
    company: Company
    name: str
    pipeline: str
    stage: str
    probability: float
    status: str
    amount: int
    currency: str
    created_at: datetime
    expected_close_on: date
    closed_at: datetime | None
    source: str


@dataclass(frozen=True)
class Activity:
    """One thing the team did with a person."""

    person: Person
    activity_type: str
    occurred_at: datetime
    direction: str
    outcome: str


def make_owners() -> list[str]:
    """Return the names of the sales team."""

    names = Mimesis(Locale.DE, seed="sales team")
    return [names.full_name() for _ in range(4)]


def make_deals(companies: list[Company], count: int = 170) -> list[Deal]:
    """Return the deals in the order of time; open ones may be expected after the as-of date."""

    rng = stream("deals")
    known = [each for each in companies if each.people]
    deals = []
    for _ in range(count):
        company = rng.choice(known)
        person = rng.choice(company.people)
        start = person.joined_at.date()
        created = moment(rng, nudged(rng, start + (AS_OF - start) * rng.random()), 8, 16)
        created = min(created, datetime(AS_OF.year, AS_OF.month, AS_OF.day, 9))
        pipeline = "Resale" if company.industry in ("Hospitality", "Retail") else "Office coffee"
        currency = "USD" if person.country == "US" else "EUR"
        amount = round(rng.lognormvariate(7.6, 0.8) / 10) * 10
        expected = created.date() + timedelta(days=rng.randint(25, 150))
        closed = created + timedelta(days=rng.randint(8, 120), hours=rng.randint(0, 5))
        if closed.date() >= AS_OF or rng.random() < 0.14:
            stage, probability = rng.choice(STAGES)
            status, closed = "open", None
        else:
            status = rng.choice(("won", "lost"))
            stage, probability = ("Closed won", 1.0) if status == "won" else ("Closed lost", 0.0)
        deals.append(
            Deal(
                person,
                company,
                f"{company.name}: {pipeline.lower()}",
                pipeline,
                stage,
                probability,
                status,
                amount,
                currency,
                created,
                expected,
                closed,
                rng.choice(SOURCES),
            )
        )
    return sorted(deals, key=lambda each: (each.created_at, each.person.person_id))


def make_activities(people: list[Person], deals: list[Deal]) -> list[Activity]:
    """Return calls, meetings, mails, notes, tasks and visits in the order of time."""

    rng = stream("activities")
    outcomes = {
        "call": ("reached", "no answer", "voicemail", "wrong number"),
        "meeting": ("held", "held", "no show"),
        "email": ("replied", "", ""),
        "note": ("",),
        "task": ("done", "done", ""),
        "visit": ("tasting", "installed", ""),
    }

    def act(person: Person, at: datetime) -> Activity:
        kind = rng.choices(list(outcomes), (40, 15, 22, 12, 8, 3))[0]
        direction = rng.choices(("outbound", "inbound"), (3, 1))[0]
        return Activity(
            person,
            kind,
            at,
            direction if kind in ("call", "email") else "",
            rng.choice(outcomes[kind]),
        )

    acts = []
    for deal in deals:
        end = deal.closed_at or datetime(AS_OF.year, AS_OF.month, AS_OF.day, 12)
        for _ in range(rng.randint(1, 7)):
            day = (deal.created_at + (end - deal.created_at) * rng.random()).date()
            acts.append(act(deal.person, moment(rng, day, 8, 16)))
    for person in people:
        if person.kind == "business" and rng.random() < 0.4:
            day = person.joined_at.date() + timedelta(days=rng.randint(0, 60))
            acts.append(act(person, moment(rng, min(day, AS_OF), 8, 16)))
    return sorted(acts, key=lambda each: (each.occurred_at, each.person.person_id))
