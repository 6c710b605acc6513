"""What the team notes about people: lifecycle, source, tags, custom fields, enrichment."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from .orders import UTM, Order
from .people import Person
from .sales import Deal
from .seasons import moment
from .settings import AS_OF, STORE_CITIES, stream

SOURCES = {
    "consumer": (
        ("web", 40),
        ("organic search", 18),
        ("paid search", 14),
        ("social", 12),
        ("referral", 8),
        ("store", 8),
    ),
    "business": (
        ("trade fair", 16),
        ("contact form", 30),
        ("referral", 14),
        ("cold call", 16),
        ("web", 24),
    ),
}


@dataclass
class Profile:
    """How the team files a person on the as-of date."""

    lifecycle_stage: str
    lead_status: str
    source_channel: str
    utm: tuple[str, str, str]


@dataclass(frozen=True)
class Tag:
    """A label that somebody or something put on a person."""

    person: Person
    tag: str
    tagged_at: datetime


@dataclass(frozen=True)
class Attribute:
    """One further fact about a person; without a provider it is a field of our own."""

    person: Person
    name: str
    value: str
    provider: str
    observed_at: datetime


def make_profiles(
    people: list[Person], orders: list[Order], deals: list[Deal]
) -> dict[str, Profile]:
    """Return the profile of each person by `person_id`."""

    rng = stream("profiles")
    buyers = {order.person.person_id for order in orders if order.is_revenue}
    prospects = {deal.person.person_id for deal in deals if deal.status == "open"}
    profiles = {}
    for person in people:
        status = ""
        if person.person_id in buyers:
            stage = "evangelist" if person.habit == "devoted" and rng.random() < 0.1 else "customer"
        elif person.person_id in prospects:
            stage, status = "opportunity", "open deal"
        elif person.kind == "business" or rng.random() < 0.22:
            stage = rng.choices(
                ("lead", "Lead", "marketingqualifiedlead", "salesqualifiedlead"), (5, 1, 2, 2)
            )[0]
            status = rng.choices(
                ("new", "open", "contacted", "in progress", "unqualified"), (4, 3, 4, 2, 2)
            )[0]
        else:
            stage = rng.choices(("subscriber", "Subscriber", ""), (8, 1, 2))[0]
        listed = SOURCES["business" if person.kind == "business" else "consumer"]
        source = rng.choices([row[0] for row in listed], [row[1] for row in listed])[0]
        utm = ("", "", "")
        if source in ("web", "paid search", "social", "contact form"):
            utm = rng.choices([row[0] for row in UTM], [row[1] for row in UTM])[0]
        profiles[person.person_id] = Profile(stage, status, source, utm)
    return profiles


def make_tags(people: list[Person], orders: list[Order]) -> list[Tag]:
    """Return tags, in the order of time."""

    rng = stream("tags")
    spent: dict[str, int] = {}
    liked: dict[str, set[str]] = {}
    for order in orders:
        spent[order.person.person_id] = spent.get(order.person.person_id, 0) + order.net
        categories = liked.setdefault(order.person.person_id, set())
        categories.update(line.product.category for line in order.lines)
    tags = []
    for person in people:
        categories = liked.get(person.person_id, set())
        chances = {
            "vip": 0.9 if spent.get(person.person_id, 0) > 150_000 else 0.0,
            "espresso lover": 0.2 if "Espresso" in categories else 0.0,
            "filter lover": 0.2 if "Filter coffee" in categories else 0.0,
            "gift buyer": 0.6 if "Gift sets" in categories else 0.0,
            "course": 0.9 if "Courses" in categories else 0.0,
            "wholesale": 0.5 if person.habit == "office" else 0.0,
            "trade fair 2025": 0.1 if person.kind == "business" else 0.0,
            "do not call": 0.03,
        }
        for tag, chance in chances.items():
            if rng.random() < chance:
                age = (AS_OF - person.joined_at.date()).days
                day = person.joined_at.date() + timedelta(days=int(age * rng.random()))
                tags.append(Tag(person, tag, max(moment(rng, day, 8, 17), person.joined_at)))
    return sorted(tags, key=lambda each: (each.tagged_at, each.person.person_id, each.tag))


def make_attributes(people: list[Person]) -> list[Attribute]:
    """Return custom fields and what a data vendor adds, by person."""

    rng = stream("attributes")
    attributes = []

    def note(person: Person, name: str, value: str, provider: str = "") -> None:
        day = person.joined_at.date() + timedelta(days=rng.randint(0, 200))
        at = min(moment(rng, min(day, AS_OF), 6, 18), datetime(2026, 6, 30, 18))
        attributes.append(Attribute(person, name, value, provider, max(at, person.joined_at)))

    for person in people:
        if person.habit != "never" and rng.random() < 0.35:
            note(person, "favourite_roast", rng.choice(("light", "medium", "dark", "decaf")))
        if person.habit != "never" and rng.random() < 0.3:
            note(
                person,
                "brews_with",
                rng.choice(
                    ("espresso machine", "moka pot", "filter", "french press", "fully automatic")
                ),
            )
        if person.place.city in STORE_CITIES and rng.random() < 0.3:
            note(person, "preferred_store", person.place.city)
        if rng.random() < 0.08:
            note(person, "newsletter_frequency", rng.choice(("weekly", "monthly")))
        if person.company and rng.random() < 0.6:
            size = person.company.employees
            band = "1-10" if size <= 10 else "11-50" if size <= 50 else "51-250"
            note(person, "company_size_band", band if size <= 250 else "251+", "firmdata")
            if rng.random() < 0.5:
                note(
                    person,
                    "seniority",
                    rng.choice(("c_level", "head", "manager", "staff")),
                    "firmdata",
                )
        elif person.kind == "consumer" and rng.random() < 0.12:
            note(person, "income_band", rng.choice(("low", "middle", "high")), "consumerscope")
    return attributes
