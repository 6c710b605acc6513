"""Eighteen months of newsletters: what was sent, and what became of each mail."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from .consents import Subscription
from .people import Person
from .settings import SHOP_URL, stream

TOPICS = (
    "Fresh from the roaster",
    "Brew better",
    "Coffee of the month",
    "Meet the growers",
    "Behind the bar",
    "Small batch news",
)
SPECIALS = (
    (date(2025, 3, 25), "Spring sale", "spring-sale"),
    (date(2025, 11, 24), "Black Bean Week", "black-bean-week"),
    (date(2025, 12, 9), "Gifts that arrive in time", "gifts"),
    (date(2026, 2, 3), "New prices, same beans", "new-prices"),
    (date(2026, 3, 24), "Spring sale", "spring-sale"),
    (date(2026, 6, 9), "Cold brew season", "cold-brew"),
)


@dataclass(frozen=True)
class Campaign:
    """One mailing to the whole list."""

    campaign_id: str
    name: str
    sent_at: datetime
    url: str


@dataclass(frozen=True, slots=True)
class MailEvent:
    """One thing that happened to one mail."""

    person: Person
    campaign: Campaign
    event_type: str
    occurred_at: datetime
    url: str = ""
    bounce_type: str = ""


def make_campaigns() -> list[Campaign]:
    """Return the newsletters of every second Thursday and the specials, oldest first."""

    planned = list(SPECIALS)
    day = date(2025, 1, 9)
    while day <= date(2026, 6, 25):
        topic = TOPICS[len(planned) % len(TOPICS)]
        planned.append((day, f"{topic} {day:%d %b %Y}", f"newsletter-{day:%Y-%m-%d}"))
        day += timedelta(days=14)
    return [
        Campaign(
            f"CMP-{number:03}", name, datetime.combine(day, time(7, 30)), f"{SHOP_URL}/news/{slug}"
        )
        for number, (day, name, slug) in enumerate(sorted(planned), 1)
    ]


def _mail(
    rng: Random, subscription: Subscription, campaign: Campaign, position: int
) -> list[MailEvent]:
    """Return the life of one mail, from sent to clicked or bounced."""

    person = subscription.person
    at = campaign.sent_at + timedelta(seconds=position // 4)
    events = [MailEvent(person, campaign, "sent", at)]
    if subscription.bounces_from and campaign.sent_at.date() >= subscription.bounces_from:
        events.append(
            MailEvent(person, campaign, "bounced", at + timedelta(seconds=2), bounce_type="hard")
        )
        return events
    if rng.random() < 0.006:
        events.append(
            MailEvent(person, campaign, "bounced", at + timedelta(minutes=20), bounce_type="soft")
        )
        return events
    events.append(MailEvent(person, campaign, "delivered", at + timedelta(seconds=2)))
    quiet = subscription.quiet_since
    if (quiet and campaign.sent_at.date() >= quiet) or rng.random() > subscription.zeal:
        return events
    for _ in range(rng.choices((1, 2), (5, 1))[0]):
        at += timedelta(minutes=int(rng.lognormvariate(4.6, 1.3)) % 3000)
        events.append(MailEvent(person, campaign, "opened", at))
    if rng.random() < 0.24:
        at += timedelta(seconds=rng.randint(8, 240))
        events.append(MailEvent(person, campaign, "clicked", at, url=campaign.url))
    return events


def make_mail_events(
    campaigns: list[Campaign], subscriptions: list[Subscription]
) -> list[MailEvent]:
    """Return what happened to all mails, in the order of time.

    A hard bounce ends the sending. Whoever left by a link in a mail or by a complaint did
    so in the last mail before the end of the subscription.
    """

    rng = stream("mailings")
    events: list[MailEvent] = []
    bounced: set[str] = set()
    last: dict[str, MailEvent] = {}
    for campaign in campaigns:
        for position, subscription in enumerate(subscriptions):
            person, until = subscription.person, subscription.until
            running = subscription.since < campaign.sent_at and (
                not until or campaign.sent_at < until
            )
            if person.person_id in bounced or not running:
                continue
            mail = _mail(rng, subscription, campaign, position)
            if mail[-1].bounce_type == "hard":
                bounced.add(person.person_id)
            last[person.person_id] = mail[0]
            events.extend(each for each in mail if not until or each.occurred_at < until)
    for subscription in subscriptions:
        mail = last.get(subscription.person.person_id)
        if mail and subscription.left_by in ("unsubscribed", "complained"):
            events.append(
                MailEvent(
                    subscription.person, mail.campaign, subscription.left_by, subscription.until
                )
            )
    events.sort(key=lambda each: (each.occurred_at, each.person.person_id, each.event_type))
    return events
