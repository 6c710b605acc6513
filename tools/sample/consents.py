"""Who agreed to what, and who is on the mailing list; the two are not the same."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from .countries import COUNTRIES
from .people import Person
from .seasons import moment
from .settings import AS_OF, stream

MIDNIGHT = datetime.combine(AS_OF, time(23, 59))
LIST_MOVED_ON = date(2025, 7, 1)  # the old newsletter tool kept addresses, no proof of consent


@dataclass(frozen=True)
class Consent:
    """One thing a person said about one channel and purpose."""

    person: Person
    channel: str
    purpose: str
    status: str
    occurred_at: datetime
    legal_basis: str
    source: str
    jurisdiction: str


@dataclass
class Subscription:
    """One person's place on the mailing list.

    `zeal` is the chance that a mail is opened; from `quiet_since` on nothing is opened any
    more. `left_by` says how the person left at `until`: by a link in a mail
    (`unsubscribed`), by marking a mail as spam (`complained`), in the shop's settings
    (`settings`), or not at all.
    """

    person: Person
    since: datetime
    until: datetime | None = None
    left_by: str = ""
    zeal: float = 0.3
    quiet_since: date | None = None
    bounces_from: date | None = None


def jurisdiction(person: Person) -> str:
    """Return whose privacy law protects a person."""

    if person.place.region == "California":
        return "US-CA"
    return COUNTRIES[person.country].jurisdiction


def _later(rng: Random, start: datetime, mean_days: float) -> datetime | None:
    """Return a time some days after another one, or nothing when that is after the end."""

    day = start.date() + timedelta(days=2 + int(rng.expovariate(1 / mean_days)))
    return moment(rng, day) if day < AS_OF else None


def _opt_in(rng: Random, person: Person, since: datetime) -> tuple[Subscription, list[Consent]]:
    """Return the subscription of somebody who asked for it, with what was said when."""

    source = rng.choice(("newsletter form", "checkout", "checkout", "account settings"))
    if person.kind == "business":
        source = rng.choice(("trade fair", "contact form", "checkout"))

    def said(status: str, at: datetime, where: str) -> Consent:
        return Consent(
            person, "email", "marketing", status, at, "consent", where, jurisdiction(person)
        )

    events = []
    if person.language == "de" or rng.random() < 0.2:  # double opt-in
        events.append(said("pending", since, source))
        since = min(since + timedelta(minutes=rng.randint(1, 900)), MIDNIGHT)
    events.append(said("granted", since, source))
    subscription = Subscription(person, since)
    if rng.random() < 0.15 and (until := _later(rng, since, 260)):
        subscription.until = until
        subscription.left_by = rng.choices(("unsubscribed", "settings", "complained"), (7, 3, 1))[0]
        events.append(
            said(
                "withdrawn",
                until,
                {"settings": "account settings"}.get(subscription.left_by, "unsubscribe link"),
            )
        )
        if rng.random() < 0.22 and (again := _later(rng, until, 60)):
            events.append(said("granted", again, "checkout"))
            subscription.since, subscription.until, subscription.left_by = again, None, ""
    return subscription, events


def _other_channels(rng: Random, person: Person) -> list[Consent]:
    """Return what a person said about the channels beside e-mail."""

    at, law = person.joined_at + timedelta(minutes=3), jurisdiction(person)
    events = []
    if person.phones and rng.random() < 0.13:
        status = rng.choices(("granted", "denied"), (3, 1))[0]
        events.append(Consent(person, "sms", "marketing", status, at, "consent", "checkout", law))
        if status == "granted" and rng.random() < 0.15 and (until := _later(rng, at, 150)):
            events.append(
                Consent(
                    person, "sms", "marketing", "withdrawn", until, "consent", "STOP reply", law
                )
            )
    if person.kind == "business" and person.phones and rng.random() < 0.3:
        status = rng.choices(("granted", "denied"), (4, 1))[0]
        events.append(
            Consent(
                person, "phone", "marketing", status, at, "legitimate_interest", "sales call", law
            )
        )
    if person.habit != "never" and rng.random() < 0.12:
        events.append(
            Consent(
                person, "post", "marketing", "granted", at, "legitimate_interest", "checkout", law
            )
        )
    if rng.random() < 0.14:
        status = rng.choices(("granted", "denied"), (5, 6))[0]
        events.append(
            Consent(person, "ads", "profiling", status, at, "consent", "cookie banner", law)
        )
    if law == "US-CA" and rng.random() < 0.25:
        events.append(
            Consent(person, "ads", "sale_of_data", "denied", at, "opt_out", "do-not-sell link", law)
        )
    if person.habit != "never" and rng.random() < 0.1:
        events.append(
            Consent(person, "email", "service", "granted", at, "contract", "checkout", law)
        )
    return events


def make_consents(people: list[Person]) -> tuple[list[Consent], list[Subscription]]:
    """Return every consent event in the order of time, and the mailing list."""

    rng = stream("consents")
    consents: list[Consent] = []
    subscriptions: list[Subscription] = []
    for person in people:
        if person.kind in ("guest", "staff"):
            continue
        at, fate = person.joined_at + timedelta(minutes=2), rng.random()
        keen = 0.1 if person.habit != "never" else 0.0
        if fate < 0.5 + keen:
            subscription, events = _opt_in(rng, person, at)
            subscriptions.append(subscription)
            consents.extend(events)
        elif fate < 0.66 + keen and at.date() < LIST_MOVED_ON:
            subscription = Subscription(person, at)
            if rng.random() < 0.1 and (until := _later(rng, at, 300)):
                subscription.until, subscription.left_by = until, "unsubscribed"
            subscriptions.append(subscription)
        elif fate < 0.72 + keen:
            status = rng.choices(("denied", "pending"), (5, 3))[0]
            consents.append(
                Consent(
                    person,
                    "email",
                    "marketing",
                    status,
                    at,
                    "consent",
                    "checkout",
                    jurisdiction(person),
                )
            )
        consents.extend(_other_channels(rng, person))
    for subscription in subscriptions:
        _set_habits(rng, subscription)
    consents.sort(key=lambda each: (each.occurred_at, each.person.person_id))
    return consents, subscriptions


def _set_habits(rng: Random, subscription: Subscription) -> None:
    """Say how a subscriber reads: keenly, now and then, no longer, or not at all."""

    kind = rng.random()
    subscription.zeal = min(0.9, rng.betavariate(2.2, 3.6))
    if kind < 0.06:
        subscription.quiet_since = subscription.since.date()
    elif kind < 0.12:
        subscription.quiet_since = AS_OF - timedelta(days=rng.randint(95, 400))
    if rng.random() < 0.045:
        subscription.bounces_from = AS_OF - timedelta(days=rng.randint(1, 540))
