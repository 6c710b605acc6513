"""The two shops in town with their loyalty card, and the shop's social accounts."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from .names import plain
from .orders import Order
from .people import Person
from .seasons import days_before, moment, season
from .settings import AS_OF, STORE_CITIES, stream

TIERS = ((0, "Bean"), (300, "Roast"), (900, "Reserve"))
LOCATIONS = {"Hamburg": "Hamburg Speicherstadt", "Leipzig": "Leipzig Plagwitz"}


@dataclass(frozen=True)
class LoyaltyEvent:
    """One entry of a loyalty card; points may be negative when redeemed."""

    person: Person
    occurred_at: datetime
    event_type: str
    points: int | None
    tier: str
    location: str


@dataclass(frozen=True)
class SocialEvent:
    """One reaction to the shop's account on a network."""

    person: Person | None
    handle: str
    network: str
    event_type: str
    occurred_at: datetime


def _tier(points: int) -> str:
    return [name for limit, name in TIERS if points >= limit][-1]


def _card(rng, person: Person, joined: date, spent: dict[date, int]) -> list[LoyaltyEvent]:
    """Return the entries of one card: visits nine months back, points of every purchase."""

    place = LOCATIONS[person.place.city]
    monthly = min(17.0, rng.lognormvariate(0.95, 1.05))
    gone = joined + timedelta(days=int(rng.expovariate(1 / 500)))
    events = [LoyaltyEvent(person, moment(rng, joined, 9, 17), "join", 0, "Bean", place)]
    points = balance = 0
    day = joined
    while day < AS_OF:
        day += timedelta(days=1)
        coming = day < gone and rng.random() < monthly / 30 * season(day) ** 0.3
        if (coming and day > days_before(270)) or day in spent:
            at = moment(rng, day, 9, 17)
            events.append(LoyaltyEvent(person, at, "visit", 1, _tier(points), place))
            earned = spent.get(day, 0) // 100 + (rng.randint(3, 9) if rng.random() < 0.4 else 0)
            if earned:
                before, points, balance = _tier(points), points + earned, balance + earned
                events.append(
                    LoyaltyEvent(
                        person, at + timedelta(minutes=4), "earn", earned, _tier(points), place
                    )
                )
                if _tier(points) != before:
                    events.append(
                        LoyaltyEvent(
                            person,
                            at + timedelta(minutes=5),
                            "tier_change",
                            None,
                            _tier(points),
                            place,
                        )
                    )
            if balance >= 100 and rng.random() < 0.3:
                balance -= 100
                events.append(
                    LoyaltyEvent(
                        person, at + timedelta(minutes=6), "redeem", -100, _tier(points), place
                    )
                )
    return events


def make_loyalty(people: list[Person], orders: list[Order]) -> list[LoyaltyEvent]:
    """Return the entries of all loyalty cards in the order of time."""

    rng = stream("loyalty")
    spent: dict[str, dict[date, int]] = {}
    for order in orders:
        if order.channel == "store" and order.is_revenue:
            days = spent.setdefault(order.person.person_id, {})
            days[order.ordered_at.date()] = days.get(order.ordered_at.date(), 0) + order.net
    events: list[LoyaltyEvent] = []
    for person in people:
        local = person.kind == "consumer" and person.place.city in STORE_CITIES
        if local and rng.random() < (0.6 if person.person_id in spent else 0.35):
            joined = person.joined_at.date() + timedelta(days=rng.randint(0, 40))
            if joined < AS_OF:
                events += _card(rng, person, joined, spent.get(person.person_id, {}))
    return sorted(events, key=lambda e: (e.occurred_at, e.person.person_id, e.event_type))


def make_social(people: list[Person], count: int = 300) -> list[SocialEvent]:
    """Return reactions on social networks in the order of time; some by strangers."""

    rng = stream("social")
    fans = rng.sample([each for each in people if each.kind == "consumer"], 120)
    events = []
    for _ in range(count):
        fan = rng.choice(fans) if rng.random() < 0.8 else None
        day = days_before(rng.randint(0, 500))
        if fan:
            day = max(day, fan.joined_at.date())
            handle = f"@{plain(fan.first_name)}_{fan.birth_date.year % 100:02}{fan.person_id[-2:]}"
        else:
            handle = f"@coffee_{rng.randrange(9000) + 1000}"
        kind = rng.choices(
            ("follow", "like", "comment", "share", "mention", "unfollow"), (30, 40, 12, 7, 6, 5)
        )[0]
        network = rng.choices(("instagram", "facebook", "tiktok", "linkedin"), (6, 2, 2, 1))[0]
        events.append(SocialEvent(fan, handle, network, kind, moment(rng, day, 6, 20)))
    return sorted(events, key=lambda each: (each.occurred_at, each.handle))
